"""What a run of a page sends goes to the loop of the server in batches.

A page is some hundred messages. Streamlit wakes its loop for each of them, twice, and the loop and the run then wait
for each other. What comes within some milliseconds is handed over at once here, which takes about a twelfth less of the
server's time for a change of a filter (`benchmarks/TRIED.md`). Order is kept: an event that is no message hands over
first what waits.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

from analytics.serving.turns import Turns

if TYPE_CHECKING:
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
    from streamlit.runtime.scriptrunner import ScriptRunner

    Batch = list[tuple[ScriptRunner | None, ForwardMsg]]

WAIT = 0.015
"""Seconds that a message waits for others: nobody sees them, and a page takes three times as long or more."""
EVENT = "_on_scriptrunner_event"
"""Where Streamlit tells a session what happens in a run. It has no door for it; `tests/test_batches.py` watches it."""
_tell_alone = getattr(AppSession, EVENT)
GOING = {ScriptRunnerEvent.SCRIPT_STARTED, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG}
"""What happens in a run that goes on; everything else ends it."""
_lock = Lock()
_turns = Turns()
_open: WeakKeyDictionary[AppSession, Batch] = WeakKeyDictionary()


def send_in_batches() -> None:
    """From now on, in this process."""
    setattr(AppSession, EVENT, tell)


def tell(session: AppSession, sender: ScriptRunner | None, event: ScriptRunnerEvent, *more: Any, **named: Any) -> None:
    """Called in the thread of a run, for whatever happens in it."""
    message = named.get("forward_msg")
    soon = session._call_soon_on_event_loop  # noqa: SLF001
    if event is ScriptRunnerEvent.ENQUEUE_FORWARD_MSG and message is not None:
        with _lock:
            batch = _open.setdefault(session, [])
            batch.append((sender, message))
            begins = len(batch) == 1
        if begins:
            soon(lambda: _wait(session, batch))
        return
    with _lock:
        closed = _open.pop(session, [])
    if closed:
        soon(lambda: _hand_over(session, closed))
    _tell_alone(session, sender, event, *more, **named)
    if event is ScriptRunnerEvent.SCRIPT_STARTED:
        _turns.take()
    elif event not in GOING:
        _turns.give()


def _wait(session: AppSession, batch: Batch) -> None:
    session._event_loop.call_later(WAIT, _close, session, batch)  # noqa: SLF001


def _close(session: AppSession, batch: Batch) -> None:
    """In the loop, when a batch has waited: what comes now begins another one."""
    with _lock:
        if _open.get(session) is batch:
            del _open[session]
    _hand_over(session, batch)


def _hand_over(session: AppSession, batch: Batch) -> None:
    """In the loop: what waits, unless another run has begun since."""
    for sender, message in batch:
        if sender is session._scriptrunner:  # noqa: SLF001
            session._browser_queue.enqueue(message)  # noqa: SLF001
    if batch and session._message_enqueued_callback:  # noqa: SLF001
        session._message_enqueued_callback()  # noqa: SLF001
    batch.clear()
