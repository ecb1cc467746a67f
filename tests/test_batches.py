"""What a run sends arrives whole and in order, and wakes the loop of the server a few times instead of each time."""

import asyncio
import threading
from types import SimpleNamespace

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

from analytics.serving import batches

MESSAGES = 200


class Session(AppSession):
    """A session without a server around it."""

    def __init__(self, loop):
        self._event_loop, self._scriptrunner, self.seen, self.woken = loop, "now", [], []
        self._browser_queue = SimpleNamespace(enqueue=lambda message: self.seen.append(message.hash))
        self._message_enqueued_callback = lambda: self.woken.append(len(self.seen))

    def __del__(self):
        """Nothing to shut down."""

    def _handle_scriptrunner_event_on_event_loop(self, _, event, *__):
        self.seen.append(event)


@pytest.fixture
def told():
    """A session that writes down what its browser is to get, and what else happens, in this order."""

    async def run(*runs):
        session = Session(asyncio.get_running_loop())
        for each in runs:
            thread = threading.Thread(target=each, args=(session,))
            thread.start()
            await asyncio.to_thread(thread.join)
            await asyncio.sleep(2 * batches.WAIT)
        return session.seen, session.woken

    return lambda *runs: asyncio.run(run(*runs))


def send(session, *names, sender="now"):
    for name in names:
        event = ScriptRunnerEvent.ENQUEUE_FORWARD_MSG
        batches.tell(session, sender, event, forward_msg=ForwardMsg(hash=name))


def test_messages_arrive_in_their_order_before_what_ends_the_run_and_wake_the_loop_seldom(told):
    names = [str(number) for number in range(MESSAGES)]

    def run(session):
        batches.tell(session, "now", ScriptRunnerEvent.SCRIPT_STARTED, page_script_hash="")
        send(session, *names)
        batches.tell(session, "now", ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS)

    seen, woken = told(run)
    assert seen == [ScriptRunnerEvent.SCRIPT_STARTED, *names, ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS]
    assert len(woken) <= MESSAGES / 10


def test_a_message_that_nothing_follows_arrives_too(told):
    seen, woken = told(lambda session: send(session, "alone"), lambda session: send(session, "later"))
    assert seen == ["alone", "later"]
    assert woken == [1, 2]


def test_what_a_run_sends_that_another_one_has_replaced_is_left_out(told):
    seen, _ = told(lambda session: (send(session, "old", sender="before"), send(session, "new")))
    assert seen == ["new"]


def test_the_server_sends_in_batches(monkeypatch):
    monkeypatch.setattr(AppSession, batches.EVENT, None)
    batches.send_in_batches()
    assert getattr(AppSession, batches.EVENT) is batches.tell
