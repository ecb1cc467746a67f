"""Asking a server as a guest: one request at a time, a pause between them, and patience when it is busy.

Pages are asked for with the validators of the last answer (RFC 9111, by hishel), so what has not changed is not sent
again; what is in the cache is never used without asking. A repeated request goes past the cache, which may hold what
was wrong. How often and how long is waited is decided here and nowhere else.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from hishel import SqliteStorage
from hishel.httpx import CacheClient
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)

from analytics import project
from analytics.fetching.answers import FetchError, PassingError, StubbornError

PAUSE = 1.0
"""Seconds between two requests."""
TRIES = 8
LONGEST_WAIT = 900.0
"""Seconds; a server that asks for more is left alone, and the person is told when to come back."""
ASIDE = wait_exponential(multiplier=2, max=60) + wait_random(0, 1)
"""2, 4, 8 ... seconds between two tries where the server does not say how long."""
TIMEOUT = httpx.Timeout(90, connect=20)
CACHE = ".http-cache.sqlite"
LARGEST_CACHE = 1_000_000_000
FAILURES = (PassingError, httpx.TransportError, httpx.DecodingError)

Answer = TypeVar("Answer")


def user_agent() -> str:
    """Who asks: the name and version of the project."""
    return f"{project.NAME}/{project.VERSION} (one request at a time)"


class Polite:
    """One guest of one server. `cache` is the folder of its HTTP cache, `say` is told why something takes long.

    `sleep` is what waits.
    """

    def __init__(
        self,
        cache: Path,
        *,
        pause: float = PAUSE,
        tries: int = TRIES,
        sleep: Callable[[float], None] = time.sleep,
        say: Callable[[str], None] = print,
    ) -> None:
        self.pause, self.tries, self.sleep, self.say = pause, tries, sleep, say
        self.asked = 0
        # no-cache: what is stored is used only after the server has said that it still holds.
        headers = {"User-Agent": user_agent(), "Accept-Language": "en", "Cache-Control": "no-cache"}
        trusted = httpx.create_ssl_context()
        self._plain = httpx.Client(verify=trusted, headers=headers, timeout=TIMEOUT, follow_redirects=True)
        storage = SqliteStorage(database_path=_sound(cache / CACHE), max_size=LARGEST_CACHE)
        self._cached = CacheClient(
            storage=storage, rfc=True, verify=trusted, headers=headers, timeout=TIMEOUT, follow_redirects=True
        )

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close both connections and the cache."""
        self._cached.close()
        self._plain.close()

    def get(
        self, url: str, read: Callable[[httpx.Response], Answer], params: Mapping[str, Any] | None = None
    ) -> Answer:
        """What `read` makes of the answer, asked again while that may help.

        Raises FetchError when the server cannot be reached, keeps failing, or answers what `read` does not take.
        """

        def ask(attempt: int) -> Answer:
            self._rest()
            client = self._cached if attempt == 1 else self._plain
            return read(client.get(url, params=params))

        return self.persist(ask)

    def head(self, url: str) -> httpx.Response:
        """Status and headers only, without compression. Raises FetchError when the server cannot be reached."""

        def ask(_: int) -> httpx.Response:
            self._rest()
            return self._plain.head(url, headers={"Accept-Encoding": "identity"})

        return self.persist(ask)

    @contextmanager
    def stream(self, url: str, headers: Mapping[str, str]) -> Generator[httpx.Response]:
        """An answer whose body is read bit by bit, past the cache, once; what goes wrong is httpx's own error."""
        self._rest()
        with self._plain.stream("GET", url, headers=headers) as response:
            yield response

    def persist(self, ask: Callable[[int], Answer]) -> Answer:
        """The result of `ask`, which is given the number of the attempt and tried again while a failure may pass.

        Raises StubbornError when it does not pass, FetchError when it cannot.
        """
        retrying = Retrying(
            retry=retry_if_exception_type(FAILURES),
            wait=self._wait,
            stop=stop_after_attempt(self.tries),
            sleep=self.sleep,
            before_sleep=self._tell,
            reraise=True,
        )
        try:
            for attempt in retrying:
                with attempt:
                    return ask(attempt.retry_state.attempt_number)
        except PassingError as error:
            message = f"{error}, {self.tries} times. {LATER}"
            raise StubbornError(message) from error
        except FAILURES as error:
            raise StubbornError(_unreachable(error)) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchError(_unreachable(error)) from error
        message = "Nothing was asked."  # a Retrying always makes one attempt
        raise FetchError(message)

    def _rest(self) -> None:
        if self.asked:
            self.sleep(self.pause)
        self.asked += 1

    def _wait(self, state: RetryCallState) -> float:
        """What the server asks for, else twice as long each time and a bit, by chance, so that guests do not meet."""
        error = _failure(state)
        if isinstance(error, PassingError) and error.wait is not None:
            if error.wait > LONGEST_WAIT:
                message = f"{error} and asks to wait {error.wait / 60:,.0f} minutes. {LATER}"
                raise FetchError(message)
            return error.wait
        return ASIDE(state)

    def _tell(self, state: RetryCallState) -> None:
        seconds = state.next_action.sleep if state.next_action else 0
        self.say(f"{_failure(state) or 'The connection broke'}; asking again in {seconds:,.0f} s.")


def _sound(cache: Path) -> Path:
    """The file of the cache, without what cannot be read as one: it holds nothing that cannot be fetched again."""
    logging.getLogger("hishel").setLevel(logging.CRITICAL)  # it does without its cache, and need not say how
    try:
        with closing(sqlite3.connect(cache)) as connection:
            connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.DatabaseError:
        for path in cache.parent.glob(f"{cache.name}*"):
            path.unlink()
    return cache


LATER = "Run the same command again later: what is complete is kept, and it goes on from there."


def _failure(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None


def _unreachable(error: Exception) -> str:
    try:
        where = error.request.url.host if isinstance(error, httpx.RequestError) else ""
    except RuntimeError:  # an error without its request
        where = ""
    reason = str(error).strip() or type(error).__name__
    return f"{where or 'The server'} could not be reached or broke off: {reason}. Check the connection. {LATER}"
