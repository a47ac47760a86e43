"""Tables of `wonnx-conform bench --json` files: report.py FILE…

Ratios are medians over onnxruntime's; below 1 is faster. The exit status is 1 where an optimised graph
takes longer than the graph as it is: by more than a tenth, and 0.05 ms, in its median and in its least time.
"""

import json
import math
import sys
from pathlib import Path

PEERS = ("onnxruntime", "openvino")
OURS = ("cpu", "cpu+opt")


def geometric_mean(values: list[float]) -> float:
    return math.exp(sum(map(math.log, values)) / len(values))


def by_subject(report: dict) -> dict[str, dict[str, dict]]:
    rows = {}
    for row in report["results"]:
        rows.setdefault(row["subject"], {})[row["runtime"]] = row
    return rows


def time(row: dict | None) -> str:
    value = (row or {}).get("medianMilliseconds")
    return "–" if value is None else f"{value:.3g}"


def memory(rows: dict[str, dict]) -> str:
    """Ours over onnxruntime's, whole processes: an interpreter of Python is part of the latter."""
    ours, theirs = rows.get("cpu+opt"), rows.get("onnxruntime")
    return f"{ours['peakByteCount'] >> 20} / {theirs['peakByteCount'] >> 20}" if ours and theirs else "–"


def table(report: dict) -> list[str]:
    lines = [
        f"{report['host']}, {report['threads']} thread{'s' * (report['threads'] > 1)}, "
        f"{report['rounds']} × {report['runs']} runs, {report['runAt']}. Milliseconds; MiB.",
        "",
        "| | onnxruntime | OpenVINO | cpu | cpu+opt | ratio | first run | peak, ours / onnxruntime's |",
        "|---|---|---|---|---|---|---|---|",
    ]
    ratios = {name: [] for name in OURS}
    for subject, rows in by_subject(report).items():
        found = {name: rows.get(name, {}).get("ratio") for name in OURS}
        for name in OURS:
            if found[name]:
                ratios[name].append(found[name])
        ratio = "–" if not found["cpu+opt"] else f"{found['cpu+opt']:.2f}"
        first = rows.get("cpu+opt", {}).get("firstMilliseconds")
        lines.append(
            f"| {subject.split('/')[-1]} | "
            + " | ".join(time(rows.get(name)) for name in PEERS + OURS)
            + f" | {ratio} | {'–' if first is None else f'{first:.3g}'} | {memory(rows)} |"
        )
    for name in OURS:
        if ratios[name]:
            lines.append(
                f"| **{name}, geometric mean of {len(ratios[name])}** | | | | | "
                f"**{geometric_mean(ratios[name]):.2f}** | | |"
            )
    return lines


def slowed(report: dict) -> list[str]:
    """Models that the optimizer slows down."""
    found = []
    for subject, rows in by_subject(report).items():
        plain, optimised = (rows.get(name, {}) for name in OURS)
        keys = ("medianMilliseconds", "leastMilliseconds")
        if all(plain.get(k) and optimised.get(k) for k in keys):
            if all(optimised[k] > max(1.1 * plain[k], plain[k] + 0.05) for k in keys):
                found.append(f"{subject}: {plain[keys[0]]:.3g} ms, optimised {optimised[keys[0]]:.3g} ms")
    return found


def main() -> None:
    complaints = []
    for path in map(Path, sys.argv[1:]):
        report = json.loads(path.read_text())
        print("\n".join(table(report)) + "\n")
        complaints += slowed(report)
    for line in complaints:
        print(f"Slower when optimised: {line}")
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
