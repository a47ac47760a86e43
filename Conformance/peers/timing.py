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
