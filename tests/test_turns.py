"""Runs take turns: few at once, first come first served, nobody for ever."""

import threading
import time

from analytics.serving.turns import Turns


def begin(turns, name, log, go):
    """A run in a thread of its own: takes a turn, says so, ends when told."""

    def run():
        turns.take()
        log.append(name)
        go.wait(5)
        turns.give()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def until(holds):
    end = time.monotonic() + 5
    while not holds() and time.monotonic() < end:
        time.sleep(0.002)
    assert holds()


def test_no_more_go_at_once_than_allowed_and_the_first_to_come_is_the_first_to_go():
    turns, log, goes = Turns(at_once=2), [], [threading.Event() for _ in range(5)]
    threads = []
    for name, go in enumerate(goes):
        threads.append(begin(turns, name, log, go))
        until(lambda name=name: len(log) == min(name + 1, 2) and len(turns.waiting) == max(name - 1, 0))
    for ended in range(5):
        assert log == list(range(min(ended + 2, 5)))
        goes[ended].set()
        until(lambda ended=ended: len(log) == min(ended + 3, 5))
    for thread in threads:
        thread.join(5)
    assert turns.free == 2


def test_whoever_waits_too_long_goes_without_a_turn_and_gives_none_away():
    turns, log, long, short = Turns(at_once=1, patience=0.05), [], threading.Event(), threading.Event()
    first = begin(turns, "long", log, long)
    until(lambda: log == ["long"])
    second = begin(turns, "impatient", log, short)
    until(lambda: log == ["long", "impatient"])
    short.set()
    second.join(5)
    assert turns.free == 0  # the long one has it still
    long.set()
    first.join(5)
    assert turns.free == 1


def test_taking_twice_takes_one_and_giving_without_having_gives_none():
    turns = Turns(at_once=1)
    turns.give()
    turns.take()
    turns.take()
    assert turns.free == 0
    turns.give()
    turns.give()
    assert turns.free == 1
