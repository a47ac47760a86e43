"""Foreign columns through wonnx-conform, end to end: `columns.py PROGRAM`.

Adapters that are killed, hang, hold too much memory or are off by 0.2 % in one operator: what each
costs, and what the record says of it."""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
from checks import check, run
from onnx import helper, numpy_helper

ADAPTERS = Path(__file__).resolve().parent.parent
PROGRAM = sys.argv[1]
FAULTY = f"{sys.executable} {ADAPTERS}/faulty/adapter.py"


def suite(folder: Path, count: int) -> Path:
    """Cases `Add` of 2 x 3 floats: k + 1."""
    for k in range(count):
        case = folder / f"node/test_{k:03}"
        data = case / "test_data_set_0"
        data.mkdir(parents=True)
        ports = [
            helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [2, 3]) for name in "xyz"
        ]
        graph = helper.make_graph([helper.make_node("Add", ["x", "y"], ["z"])], "g", ports[:2], ports[2:])
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=10)
        onnx.save(model, case / "model.onnx")
        x, y = np.full((2, 3), k, np.float32), np.ones((2, 3), np.float32)
        for file, value in (("input_0", x), ("input_1", y), ("output_0", x + y)):
            (data / f"{file}.pb").write_bytes(numpy_helper.from_array(value).SerializeToString())
    return folder


class Run:
    """A run of wonnx-conform over `count` cases, and its record."""

    def __init__(self, count: int, *options: str, meanwhile=lambda: None):
        with tempfile.TemporaryDirectory() as folder:
            # What an update writes of the suite must not be in the checkout.
            (Path(folder) / "expectations").mkdir()
            cases = suite(Path(folder) / "suite", count)
            command = [PROGRAM, "--suite", str(cases), "-o", f"{folder}/out", "--report", "jsonl"]
            environment = os.environ | {"PYTHONPATH": str(ADAPTERS.parent / "python")}
            done = threading.Event()
            helper = threading.Thread(target=lambda: meanwhile(done))
            if meanwhile.__code__.co_argcount:
                helper.start()
            self.shell = subprocess.run(
                [*command, *options], capture_output=True, text=True, env=environment
            )
            done.set()
            if helper.is_alive():
                helper.join()
            text = Path(f"{folder}/out/results.jsonl")
            assert text.exists(), self.shell.stderr
            lines = [json.loads(line) for line in text.read_text().splitlines()]
        self.results = [line for line in lines if "case" in line]
        self.agreements = [line["agreement"] for line in lines if "agreement" in line]
        self.runtimes = next(line["run"] for line in lines if "run" in line)["runtimes"]

    def of(self, runtime: str) -> dict[str, dict]:
        return {r["case"]: r for r in self.results if r["runtime"] == runtime}


def first_status(record: dict) -> str:
    """What came when the case ran as part of the run; what failed ran again, alone."""
    return record["attempts"][0]["status"] if record["attempts"] else record["status"]


@check
def twenty_kills_at_random_cost_the_cases_in_flight_and_no_other() -> None:
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"

        def kill(done: threading.Event) -> None:
            killed = set()
            while len(killed) < 20 and not done.is_set():
                time.sleep(random.uniform(0.01, 0.12))
                pids = {int(line.split()[0]) for line in log.read_text().splitlines()} if log.exists() else set()
                for pid in sorted(pids - killed)[-1:]:
                    try:
                        os.kill(pid, signal.SIGKILL)
                        killed.add(pid)
                    except ProcessLookupError:
                        killed.add(pid)

        adapter = f"{sys.executable} {ADAPTERS}/tests/idles.py {log}"
        run = Run(400, "--runtime", f"idle=exec:{adapter}", "--jobs", "1", meanwhile=kill)
        crashed = {case for case, r in run.of("idle").items() if first_status(r) == "crash:SIGKILL"}
        others = Counter(first_status(r) for case, r in run.of("idle").items() if case not in crashed)
        assert others == {"unsupported": 400 - len(crashed)}, others
        inside, between = set(), set()
        last: dict[str, tuple[str, str]] = {}
        for line in log.read_text().splitlines():
            pid, word, *path = line.split(" ", 2)
            case = "/".join(path[0].strip().split("/")[-3:-1]) if word == "takes" else last[pid][1]
            last[pid] = (word, case)
        for word, case in last.values():
            if word == "takes":
                inside.add(case)
            elif word == "answers":
                between.add(case)
        print(f"  {len(crashed)} of 20 kills hit a case, {len(inside)} of them between its request and its answer")
        # A death between writing the answer and noting that may fall on either side, and one between
        # reading a request and noting that leaves no trace.
        assert inside <= crashed, inside - crashed
        assert len(crashed) <= 20 and len(inside) >= 5, (crashed, inside)
        assert len(crashed - inside - between) <= 3, crashed - inside - between


@check
def an_adapter_that_hangs_costs_the_case_in_which_it_does() -> None:
    run = Run(
        9, "--runtime", f"mine=exec:{FAULTY} hangs --at 3", "--timeout", "2", "--jobs", "1", "--replays", "0"
    )
    statuses = [first_status(r) for _, r in sorted(run.of("mine").items())]
    assert statuses == (["fail:compare"] * 2 + ["timeout"]) * 3, statuses
    reasons = {r["reason"] for r in run.results if r["status"] == "timeout"}
    assert all("within 2 s" in reason for reason in reasons), reasons


@check
def an_adapter_that_holds_too_much_memory_is_ended_and_the_rest_go_on() -> None:
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "hoards.py"
        program.write_text(
            "import sys, time\n"
            f"sys.path.insert(0, {str(ADAPTERS.parent / 'python')!r})\n"
            "import wonnx_adapter\n"
            "def run(path, inputs):\n"
            "    if 'test_001' in path:\n"
            "        held = bytearray(700 << 20)\n"
            "        for at in range(0, len(held), 4096): held[at] = 1\n"
            "        time.sleep(5)\n"
            "    return {'z': inputs['x'] + inputs['y']}\n"
            "wonnx_adapter.serve(name='hoards', version='1', domains={'ai.onnx': (1, 99)},\n"
            "    types=['float'], features=[], run=run)\n"
        )
        run = Run(3, "--runtime", f"mine=exec:{sys.executable} {program}", "--memory", "0.5", "--jobs", "1")
        statuses = [r["status"] for _, r in sorted(run.of("mine").items())]
        assert statuses == ["pass", "error:memory", "pass"], statuses


@check
def one_element_off_by_a_fifth_of_a_percent_stands_alone() -> None:
    run = Run(
        3, "--runtime", "cpu", "--runtime", f"right=exec:{FAULTY} planted --operator Mul",
        "--runtime", f"off=exec:{FAULTY} planted --operator Add",
    )  # fmt: skip
    assert {r["status"] for r in run.of("cpu").values()} == {"pass"}
    assert {r["status"] for r in run.of("right").values()} == {"pass"}
    for case, record in run.of("off").items():
        assert record["status"] == "fail:compare", record["status"]
        worst = record["outputs"][0]["worst"][0]
        assert abs(worst["rel"] - 0.002) < 1e-4, worst
        assert len(worst["index"]) == 2 and record["outputs"][0]["mismatches"] == 1, record["outputs"]
    assert len(run.agreements) == 3, run.agreements
    for agreement in run.agreements:
        assert agreement["parties"] == ["expected", "cpu", "right", "off"], agreement
        apart = [(pair["a"], pair["b"]) for pair in agreement["apart"]]
        assert apart == [("expected", "off"), ("cpu", "off"), ("right", "off")], apart
        assert all("[" in pair["reason"] for pair in agreement["apart"])
    same = {case: run.of("cpu")[case]["bits"] == run.of("right")[case]["bits"] for case in run.of("cpu")}
    assert all(same.values()), same
    assert all(run.of("off")[case]["bits"] != run.of("cpu")[case]["bits"] for case in same)


@check
def a_record_says_what_a_foreign_column_is_and_how_it_was_reached() -> None:
    run = Run(1, "--runtime", f"mine=exec:{FAULTY} echo")
    (runtime,) = run.runtimes
    profile = runtime["profile"]
    assert (profile["runtime"], profile["version"]) == ("faulty", "echo"), profile
    assert profile["connection"] == f"exec:{FAULTY} echo" and len(profile["digest"]) == 64, profile
    assert runtime["request"] == f"mine=exec:{FAULTY} echo", runtime


@check
def a_file_of_runtimes_names_them_with_a_file_of_expectations_each() -> None:
    with tempfile.TemporaryDirectory() as folder:
        runtimes = Path(folder) / "runtimes.toml"
        runtimes.write_text(
            f'[mine]\nconnect = "exec:{FAULTY} refuses"\nexpectations = "mine.toml"\ntimeout = 5\n'
            f'environment = {{ PLACE = "x" }}\nfolder = "."\n'
        )
        options = ["--runtimes", str(runtimes), "--runtime", "cpu,mine"]
        first = Run(2, *options)
        assert first.shell.returncode == 1, first.shell.stderr
        assert {r["status"] for r in first.of("mine").values()} == {"error:plan"}
        accepted = Run(2, *options, "--update-expectations")
        assert "mine.toml" in accepted.shell.stderr, accepted.shell.stderr
        said = (Path(folder) / "mine.toml").read_text()
        assert 'runtime = "mine"' in said and "cpu" not in said, said
        assert Run(2, *options).shell.returncode == 0


run(240, tells_times=True)
