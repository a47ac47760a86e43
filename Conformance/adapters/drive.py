#!/usr/bin/env python3
"""Runs a suite through an adapter and judges it by the rule of onnx's own runner.

    drive.py [--suite DIR] [--select GLOB]… [--record FILE] [--expect FILE] [--jobs N] -- COMMAND…

Runs in the environment of the suite (`Conformance/.venv`). `wonnx-conform run --runtime NAME=exec:…`
does the same with a report; this one is for writing an adapter, and for holding it against a second
implementation of the protocol. Exit status: 1 where --expect is given and something differs from it.
"""

import argparse
import collections
import fnmatch
import json
import os
import queue
import sys
import threading
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "python"))

import numpy as np  # noqa: E402
import onnx  # noqa: E402
from onnx import numpy_helper  # noqa: E402
from wonnx_adapter import ProtocolError, Typed  # noqa: E402
from wonnx_adapter.host import Adapter, Died, TimedOut  # noqa: E402
from wonnx_adapter.models import type_text  # noqa: E402

STATUSES_OF_REFUSAL = ("error:load", "error:import", "error:infer", "error:plan", "error:compile")


@dataclass(frozen=True)
class Verdict:
    status: str
    reason: str = ""


class Mismatch(Exception):
    """Outputs that are not the expected ones."""

    def __init__(self, cause: str, reason: str):
        super().__init__(reason)
        self.verdict = Verdict(f"fail:{cause}", reason)


def main() -> int:
    options = _options()
    manifest = json.loads((options.suite / "manifest.json").read_text())
    cases = {f"{case['kind']}/{case['name']}": case for case in manifest["cases"]}
    chosen = [
        identity
        for identity in cases
        if not options.select
        or any(fnmatch.fnmatchcase(identity, pattern) for pattern in options.select)
    ]
    start = time.monotonic()
    run = _Run(options, cases, chosen)
    verdicts = run.verdicts()
    seconds = time.monotonic() - start
    if options.record:
        with open(options.record, "w") as file:
            for identity in sorted(verdicts):
                verdict, taken = verdicts[identity]
                line = {"case": identity, "status": verdict.status, "seconds": round(taken, 6)}
                if verdict.reason:
                    line["reason"] = verdict.reason
                file.write(json.dumps(line) + "\n")
    _print_counts(run.profile, verdicts, seconds)
    if not options.expect:
        return 0
    differences = _differences(options, cases, {i: v.status for i, (v, _) in verdicts.items()})
    for line in differences:
        print(line)
    print(f"{len(differences)} differences from {options.expect.name}")
    return 1 if differences else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--suite", type=Path, default=HERE.parent / "suite")
    parser.add_argument("--select", action="append", default=[], metavar="GLOB")
    parser.add_argument("--transport", choices=["file", "inline"])
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--timeout", type=float, default=60, help="seconds a request may take")
    parser.add_argument("--record", type=Path, help="a line a case, JSON")
    parser.add_argument("--expect", type=Path, help="a file of expectations")
    parser.add_argument("--runtime", help="its name in that file; by default the file's own name")
    parser.add_argument("command", nargs="+", metavar="COMMAND")
    return parser.parse_args()


class _Run:
    """Workers with a process each, over one queue of cases."""

    def __init__(self, options: argparse.Namespace, cases: dict, chosen: list[str]):
        self._options = options
        self._cases = cases
        self._queue: queue.SimpleQueue[str] = queue.SimpleQueue()
        for identity in chosen:
            self._queue.put(identity)
        self._jobs = max(1, min(options.jobs, len(chosen)))
        self._verdicts: dict[str, tuple[Verdict, float]] = {}
        self._failures: list[BaseException] = []
        self.profile: dict = {}

    def verdicts(self) -> dict[str, tuple[Verdict, float]]:
        threads = [threading.Thread(target=self._work) for _ in range(self._jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self._failures:
            raise self._failures[0]
        return self._verdicts

    def _work(self) -> None:
        adapter = None
        try:
            while not self._failures:
                try:
                    identity = self._queue.get_nowait()
                except queue.Empty:
                    break
                if adapter is None:
                    adapter = self._start()
                start = time.monotonic()
                try:
                    verdict = self._case(adapter, identity)
                except (Died, TimedOut, ProtocolError) as error:
                    verdict = _blame(error)
                    adapter.close()
                    adapter = None
                self._verdicts[identity] = (verdict, time.monotonic() - start)
            if adapter is not None:
                adapter.stop()
        except BaseException as error:
            self._failures.append(error)
            if adapter is not None:
                adapter.close()

    def _start(self) -> Adapter:
        transports = [self._options.transport] if self._options.transport else ["file", "inline"]
        # The first start of an adapter may make its environment.
        adapter = Adapter(self._options.command, transports, timeout=600)
        self.profile = adapter.profile
        return adapter

    def _case(self, adapter: Adapter, identity: str) -> Verdict:
        case = self._cases[identity]
        folder = self._options.suite / identity
        model = onnx.load(folder / "model.onnx", load_external_data=False)
        timeout = self._options.timeout
        reply = adapter.prepare(folder / "model.onnx", timeout)
        if "handle" not in reply:
            verdict = _refusal(reply)
        else:
            verdict = Verdict("pass")
            for k in range(case["dataSets"]):
                inputs = _inputs(model.graph, folder / f"test_data_set_{k}")
                wanted = _expected(model.graph, folder / f"test_data_set_{k}")
                answer, outputs = adapter.run(reply["handle"], inputs, timeout)
                verdict = _refusal(answer) if outputs is None else _judged(outputs, wanted, case)
                if verdict.status != "pass":
                    break
            adapter.release(reply["handle"])
        return _within(adapter.profile, case, verdict)


def _blame(error: Exception) -> Verdict:
    match error:
        case Died():
            return Verdict(f"crash:{error.how}", str(error))
        case TimedOut():
            return Verdict("timeout", str(error))
        case _:
            return Verdict("error:protocol", str(error))


def _refusal(reply: dict) -> Verdict:
    if "unsupported" in reply:
        return Verdict("unsupported", reply["unsupported"].get("reason", ""))
    if "error" in reply:
        phase = {"run": "dispatch"}.get(reply["error"]["phase"], reply["error"]["phase"])
        return Verdict(f"error:{phase}", reply["error"]["message"])
    return Verdict("error:protocol", f"A reply has neither a result nor an error: {reply}")


def _within(profile: dict, case: dict, verdict: Verdict) -> Verdict:
    """A refusal outside of what is declared is `unsupported`; inside, it is an error."""
    is_refusal = verdict.status in STATUSES_OF_REFUSAL
    if verdict.status != "unsupported" and not is_refusal:
        return verdict
    outside = _outside(profile, case)
    if outside:
        return Verdict("unsupported", f"{outside} {verdict.reason}")
    if verdict.status == "unsupported":
        return Verdict("error:plan", f"Refused, though inside of its profile: {verdict.reason}")
    return verdict


def _outside(profile: dict, case: dict) -> str | None:
    """What of a case the profile does not claim, as a sentence."""
    for domain, opset in case["opsets"].items():
        least, greatest = profile["domains"].get(domain, (1, 0))
        if not least <= opset <= greatest and domain in case["domains"]:
            return f"{domain} {opset} is outside of the profile."
    for name in case["tensorTypes"]:
        if name not in profile["types"]:
            return f"{name} is outside of the profile."
    declared = " ".join(case["inputTypes"] + case["outputTypes"])
    for feature, mark in (("sequences", "seq("), ("optionals", "optional("), ("maps", "map("),
                          ("sparse", "sparse_tensor("), ("strings", "string")):  # fmt: skip
        if mark in declared and feature not in profile["features"]:
            return f"The profile has no {feature}."
    if "control-flow" not in profile["features"] and {"If", "Loop", "Scan"} & set(case["operators"]):
        return "The profile has no control-flow."
    claimed = profile.get("operators")
    for name in case["operators"]:
        if claimed and not any(name in names for names in claimed.values()):
            return f"{name} is outside of the profile."
    for lack in profile.get("lacks", []):
        if lack["operator"].rsplit(":", 1)[-1] in case["operators"]:
            return f"The profile lacks {lack['operator']}: {lack['reason']}"
    return None


def _inputs(graph: onnx.GraphProto, folder: Path) -> dict:
    count = len(list(folder.glob("input_*.pb")))
    fed = list(graph.input)
    if count < len(fed):
        initialized = {initializer.name for initializer in graph.initializer}
        fed = [declared for declared in fed if declared.name not in initialized]
    return {
        declared.name: _value(folder / f"input_{k}.pb", declared.type)
        for k, declared in enumerate(fed[:count])
    }


def _expected(graph: onnx.GraphProto, folder: Path) -> dict:
    found = {}
    for k, declared in enumerate(graph.output):
        value = _value(folder / f"output_{k}.pb", declared.type)
        found[declared.name] = value.value if isinstance(value, Typed) else value
    return found


def _value(path: Path, declared: onnx.TypeProto):
    data = path.read_bytes()
    match declared.WhichOneof("value"):
        case "sequence_type":
            value = numpy_helper.to_list(onnx.SequenceProto.FromString(data))
        case "optional_type":
            value = numpy_helper.to_optional(onnx.OptionalProto.FromString(data))
        case "map_type":
            value = numpy_helper.to_dict(onnx.MapProto.FromString(data))
        case _:
            return numpy_helper.to_array(onnx.TensorProto.FromString(data))
    return Typed(type_text(declared), value)


def _judged(outputs: dict, wanted: dict, case: dict) -> Verdict:
    try:
        if list(outputs) != list(wanted):
            raise Mismatch("count", f"outputs {list(outputs)}, expected {list(wanted)}")
        for name, expected in wanted.items():
            _compare(name, outputs[name], expected, case["rtol"], case["atol"])
    except Mismatch as mismatch:
        return mismatch.verdict
    return Verdict("pass")


def _compare(name: str, actual, expected, rtol: float, atol: float) -> None:
    if expected is None or isinstance(expected, list):
        if type(actual) is not type(expected):
            raise Mismatch("dtype", f"'{name}' is another kind of value.")
        if expected is not None:
            if len(actual) != len(expected):
                raise Mismatch("count", f"'{name}' has {len(actual)} items, not {len(expected)}.")
            for k, (item, wish) in enumerate(zip(actual, expected, strict=True)):
                _compare(f"{name}[{k}]", item, wish, rtol, atol)
        return
    if not isinstance(actual, np.ndarray):
        raise Mismatch("dtype", f"'{name}' is another kind of value.")
    if actual.shape != expected.shape:
        raise Mismatch("shape", f"'{name}' is {actual.shape}, expected {expected.shape}.")
    if expected.dtype == object:
        if actual.tolist() != expected.tolist():
            raise Mismatch("compare", f"'{name}' has other strings.")
        return
    if actual.dtype != expected.dtype:
        raise Mismatch("dtype", f"'{name}' is {actual.dtype}, expected {expected.dtype}.")
    if expected.dtype.name == "bfloat16":
        rtol = max(rtol, 2**-6)
    if expected.dtype.kind == "V" or expected.dtype.name not in np.sctypeDict:
        actual, expected = actual.astype(np.float32), expected.astype(np.float32)
    try:
        with np.errstate(all="ignore"):
            np.testing.assert_allclose(actual, expected, rtol=rtol, atol=atol)
    except AssertionError as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        said = " ".join(line for line in lines[1:6] if not line.startswith(("ACTUAL", "DESIRED")))
        raise Mismatch("compare", f"'{name}': {said}") from None


def _print_counts(profile: dict, verdicts: dict, seconds: float) -> None:
    print(f"{profile.get('name')} {profile.get('version')}: {len(verdicts)} cases, {seconds:.1f} s")
    statuses = collections.Counter(verdict.status for verdict, _ in verdicts.values())
    order = sorted(statuses, key=lambda status: (status != "pass", -statuses[status], status))
    kinds = sorted({identity.split("/")[0] for identity in verdicts})
    print(f"{'':18}{'cases':>7}" + "".join(f"{status:>16}" for status in order))
    for kind in [*kinds, "all"]:
        counted = collections.Counter(
            verdict.status
            for identity, (verdict, _) in verdicts.items()
            if kind == "all" or identity.startswith(kind + "/")
        )
        cells = "".join(f"{counted[status] or '':>16}" for status in order)
        print(f"{kind:18}{counted.total():>7}{cells}")


def _differences(options: argparse.Namespace, cases: dict, statuses: dict) -> list[str]:
    runtime = options.runtime or options.expect.stem
    found = []
    expected: dict[str, list[str]] = collections.defaultdict(list)
    for table in tomllib.loads(options.expect.read_text()).get("expect", []):
        if runtime not in _listed(table.get("runtime", runtime)):
            continue
        for pattern in _listed(table["case"]):
            named = [pattern] if pattern in cases else fnmatch.filter(cases, pattern)
            if not named:
                found.append(f"'{pattern}' stands for no case of the suite")
            for identity in named:
                expected[identity] += _listed(table["status"])
    for identity, status in sorted(statuses.items()):
        wished = expected.get(identity, ["pass"])
        if not any(status == wish or status.startswith(wish + ":") for wish in wished):
            found.append(f"{identity}: {status}, expected {' or '.join(wished)}")
    return found


def _listed(value) -> list:
    return value if isinstance(value, list) else [value]


if __name__ == "__main__":
    sys.exit(main())
