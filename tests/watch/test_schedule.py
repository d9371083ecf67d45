"""What is due when."""

from __future__ import annotations

from elchi.net.polite import LATEST, Host
from elchi.watch.schedule import PAGE_AGAIN, PAGE_TRIES, Task, later_look, next_look, next_task, next_try


def test_the_first_that_is_due_and_may_be_asked_comes_first() -> None:
    tasks = [Task("feed", "f", "a.kz", 50.0), Task("page", "b.kz", "b.kz", 10.0), Task("page", "c.kz", "c.kz", 40.0)]
    assert next_task(tasks, {}) == (10.0, tasks[1])
    assert next_task(tasks, {"b.kz": Host(free=60.0)}) == (40.0, tasks[2])
    assert next_task(tasks, {"b.kz": Host(free=60.0), "c.kz": Host(free=99.0)}) == (50.0, tasks[0])
    assert next_task([], {}) is None


def test_of_two_at_one_moment_the_feed_comes_first() -> None:
    page, feed = Task("page", "a.kz", "a.kz", 1.0), Task("feed", "z", "a.kz", 2.0)
    assert next_task([page, feed], {"a.kz": Host(free=5.0)}) == (5.0, feed)


def test_looks_come_apart_and_faults_put_them_off() -> None:
    assert (next_look(100.0, 60.0, lambda: 0.0), next_look(100.0, 60.0, lambda: 0.999)) == (160.0, 165.994)
    assert [later_look(0.0, 1800.0, n, lambda: 0.5) for n in (1, 2, 3, 99)] == [1800.0, 3600.0, 7200.0, LATEST]


def test_pages_are_given_up_in_the_end() -> None:
    tries = [next_try(0.0, n, lambda: 0.5) for n in range(1, PAGE_TRIES + 1)]
    assert tries == [PAGE_AGAIN * 2 ** n for n in range(PAGE_TRIES - 1)] + [None]
