"""The breaker in virtual time."""

import pytest

from core.errors import Fault
from providers.resilience.breaker import LONGEST_REST, MISREADINGS, RESTS, Breaker


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def breaker(time: Time) -> Breaker:
    return Breaker(time)


@pytest.mark.parametrize("fault", [fault for fault in RESTS if fault != "protocol"])
def test_one_fault_that_costs_time_opens_it_for_its_rest(
    breaker: Breaker, time: Time, fault: Fault
) -> None:
    assert breaker.admits()
    breaker.failed(fault)
    assert (breaker.state, breaker.last_fault) == ("open", fault)
    assert breaker.retry_in == RESTS[fault]
    assert not breaker.admits()
    time.now += RESTS[fault]
    assert breaker.state == "half_open"


def test_half_open_lets_one_call_through(breaker: Breaker, time: Time) -> None:
    breaker.failed("server")
    time.now += 10
    assert [breaker.admits() for _ in range(3)] == [True, False, False]
    breaker.released()
    assert breaker.admits(), "a probe that was cancelled leaves its place to the next"
    breaker.succeeded()
    assert breaker.state == "closed"
    assert all(breaker.admits() for _ in range(3))


def test_each_rest_in_a_row_is_longer_up_to_a_limit(breaker: Breaker, time: Time) -> None:
    rests: list[float] = []
    for _ in range(10):
        breaker.failed("network")
        rests.append(breaker.retry_in)
        time.now += breaker.retry_in
        assert breaker.admits()
    assert rests[:4] == [10, 20, 40, 80]
    assert rests[-1] == LONGEST_REST
    breaker.succeeded()
    breaker.failed("network")
    assert breaker.retry_in == 10


def test_it_stays_open_for_as_long_as_it_was_asked(breaker: Breaker, time: Time) -> None:
    breaker.failed("limit", retry_after=42)
    assert breaker.retry_in == 42
    breaker.failed("limit", retry_after=60)
    assert breaker.retry_in == 60
    time.now += 59
    assert not breaker.admits()
    time.now += 1
    assert breaker.admits()


def test_calls_that_fail_together_are_one_rest(breaker: Breaker) -> None:
    for _ in range(20):
        breaker.failed("timeout")
    assert breaker.retry_in == RESTS["timeout"]


def test_an_answer_that_cannot_be_read_may_happen_now_and_then(breaker: Breaker) -> None:
    for _ in range(MISREADINGS - 1):
        breaker.failed("protocol")
    breaker.succeeded()
    for _ in range(MISREADINGS - 1):
        breaker.failed("protocol")
    assert breaker.state == "closed"
    breaker.failed("protocol")
    assert breaker.state == "open"


def test_a_call_from_before_does_not_close_it(breaker: Breaker) -> None:
    breaker.failed("limit", retry_after=30)
    breaker.succeeded()
    assert breaker.state == "open"


def test_a_probe_that_cannot_be_read_opens_it_again(breaker: Breaker, time: Time) -> None:
    breaker.failed("server")
    time.now += 10
    assert breaker.admits()
    breaker.failed("protocol")
    assert breaker.state == "open"


def test_a_service_that_asks_for_no_rest_gets_one_all_the_same(
    breaker: Breaker, time: Time
) -> None:
    rests: list[float] = []
    for _ in range(4):
        breaker.failed("limit", retry_after=0.0)
        rests.append(breaker.retry_in)
        time.now += breaker.retry_in
        assert breaker.admits()
    assert rests == [1, 2, 4, 8]
