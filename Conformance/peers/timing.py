"""Timing of one callable, as the peers report it."""

import statistics
import time
from collections.abc import Callable


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - start) / 1e6


def repeated(work: Callable[[], object], runs: int) -> dict[str, float]:
    """Median, least and greatest of several calls, in milliseconds."""
    times = [milliseconds(work) for _ in range(runs)]
    return {
        "medianMilliseconds": statistics.median(times),
        "leastMilliseconds": min(times),
        "greatestMilliseconds": max(times),
        "runs": runs,
    }


def session(
    record: dict,
    feeds: Callable[[], object],
    create: Callable[[object], Callable[[], object]],
    runs: int,
) -> dict:
    """A record with the times of what `create` makes for the feeds: of making, its first call, and more."""
    try:
        given = feeds()
        calls = []
        record["createMilliseconds"] = milliseconds(lambda: calls.append(create(given)))
        record["firstMilliseconds"] = milliseconds(calls[0])
        return record | repeated(calls[0], runs)
    except Exception as error:
        # A peer that can't run a model is a result, not an end.
        return record | {"reason": f"{type(error).__name__}: {str(error).splitlines()[0]}"}
