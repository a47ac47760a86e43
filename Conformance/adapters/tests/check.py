"""Both sides of the protocol against each other, against the schema, and against adapters that break it."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import messages
import numpy as np
import onnx
import wonnx_adapter
from checks import add, check, run
from onnx import helper, numpy_helper
from wonnx_adapter import ELEMENTS, ProtocolError, RawTensor, Sparse, Typed
from wonnx_adapter.host import Adapter, Died, TimedOut
from wonnx_adapter.values import encode, type_of

ADAPTERS = Path(__file__).resolve().parent.parent
SCHEMA = json.loads((ADAPTERS / "schemas/protocol.schema.json").read_text())
FAULTY = [sys.executable, str(ADAPTERS / "faulty/adapter.py")]
ECHO = [sys.executable, str(ADAPTERS / "tests/echo.py")]
TRANSPORTS = ("file", "inline")


class Kept:
    """A sink that keeps the bytes, to compare what two values are made of."""

    def __init__(self):
        self.parts: list[bytes] = []

    def put(self, data: bytes) -> dict:
        self.parts.append(bytes(data))
        return {"bytes": len(data)}


def spelled(value) -> tuple:
    sink = Kept()
    return encode(value, sink), sink.parts


def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = {"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]}
    return jsonschema.Draft202012Validator(schema)


class Watched:
    """Holds every message of a session against the schema."""

    def __init__(self):
        self.count = 0
        self._command = ""

    def __call__(self, direction: str, message: dict) -> None:
        self.count += 1
        if direction == "request":
            self._command = message["command"]
            validator("request").validate(message)
        else:
            validator(f"{self._command}Reply").validate(message)


def model_file(folder: Path, name: str = "model") -> Path:
    (folder / name).mkdir(parents=True, exist_ok=True)
    path = folder / name / "model.onnx"
    declared = [helper.make_tensor_value_info(n, onnx.TensorProto.FLOAT, [2, 3]) for n in "xyz"]
    node = helper.make_node("Add", ["x", "y"], ["z"])
    graph = helper.make_graph([node], "g", declared[:2], declared[2:])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8)
    path.write_bytes(model.SerializeToString())
    return path


def raw_tensors() -> Iterator[RawTensor]:
    generator = np.random.Generator(np.random.PCG64(7))
    for element in ELEMENTS.values():
        for shape in ((), (0,), (2, 0, 3), (1,), (3,), (5, 3)):
            if element.name == "string":
                continue
            count = element.byte_count(shape)
            data = bytearray(generator.integers(0, 256, count, np.uint8).tobytes())
            if element.name == "bool":
                data = bytearray(byte & 1 for byte in data)
            left = int(np.prod(shape)) * element.bits % 8
            if left:
                data[-1] &= (1 << left) - 1
            yield RawTensor(element.name, shape, bytes(data))


def containers() -> dict[str, object]:
    floats = np.arange(6, dtype=np.float32).reshape(2, 3)
    words = np.array([["a", "ü", ""], ["\u0000", b"\xff\xfe", "\U0001f600"]], object)
    return {
        "strings": words,
        "a string": np.array("x", object),
        "no strings": np.empty((0, 2), object),
        "sequence": [floats, floats[:1]],
        "empty sequence": Typed("seq(tensor(float))", []),
        "sequence of strings": [words, words[0]],
        "sequence of sequences": [[floats], [floats, floats]],
        "no value": Typed("optional(tensor(float))", None),
        "optional": Typed("optional(tensor(float))", floats),
        "optional sequence": Typed("optional(seq(tensor(float)))", [floats]),
        "no optional sequence": Typed("optional(seq(tensor(string)))", None),
        "map of numbers": Typed("map(int64,tensor(float))", {3: 0.5, -1: 2.0}),
        "map of words": Typed("map(string,tensor(int64))", {"a": 1, "b": 2}),
        "map to words": Typed("map(int64,tensor(string))", {1: "x"}),
        "empty map": Typed("map(int64,tensor(float))", {}),
        "map of tensors": Typed("map(int64,tensor(float))", {1: floats, 2: floats[0]}),
        "sequence of maps": Typed("seq(map(string,tensor(float)))", [{"a": 0.5}, {"b": 1.5}]),
        "sparse": Sparse((3, 4), np.array([1, 5], np.int64), np.array([1.5, 2], np.float32)),
        "sparse pairs": Sparse((3, 4), np.array([[0, 1]], np.int64), np.array([2.5])),
    }


def same_bits_there_and_back(command: list[str], transport: str) -> None:
    values = {f"{t.type}{list(t.shape)}": t for t in raw_tensors()} | containers()
    watched = Watched()
    with tempfile.TemporaryDirectory() as folder:
        adapter = Adapter(command, [transport], watch=watched)
        handle = adapter.prepare(model_file(Path(folder)))["handle"]
        reply, outputs = adapter.run(handle, values)
        adapter.release(handle)
        adapter.stop()
    assert outputs is not None, reply
    assert list(outputs) == list(values), list(outputs)
    for name, value in values.items():
        declared = value.type if isinstance(value, Typed) else type_of(value)
        given = outputs[name]
        there, back = spelled(value), spelled(Typed(declared, given))
        assert there == back, f"{name}: {there} became {back}"
    assert watched.count == 10, watched.count


for transport in TRANSPORTS:
    for words, command in {
        "the independent echo": [*FAULTY, "echo"],
        "the package": ECHO,
        "the package without ml_dtypes' types": [*ECHO, "--raw"],
    }.items():
        add(
            f"every value goes there and back through {words}, {transport}",
            lambda command=command, transport=transport: same_bits_there_and_back(
                command, transport
            ),
        )


@check
def packing_below_a_byte_is_that_of_onnx() -> None:
    for element in ELEMENTS.values():
        if not 0 < element.bits < 8:
            continue
        codes = (np.arange(11) * 7 % (1 << element.bits)).astype(np.uint8)
        array = wonnx_adapter.values.unpack(
            wonnx_adapter.values.pack(codes, element.bits), element, codes.shape
        )
        wanted = numpy_helper.from_array(array).raw_data
        assert wonnx_adapter.values.pack(array, element.bits) == wanted, element.name
        sink = Kept()
        encode(array, sink)
        assert sink.parts == [wanted], element.name


@check
def big_endian_arrays_are_written_little_endian() -> None:
    assert spelled(np.array([1, 2], ">i4"))[1] == [b"\1\0\0\0\2\0\0\0"]


def refused(name: str) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        adapter = Adapter(ECHO, ["file"], watch=Watched())
        reply = adapter.prepare(model_file(Path(folder), name))
        adapter.stop()
    reply.pop("seq")
    return reply


@check
def exceptions_become_replies() -> None:
    wanted = {
        "unsupported": {
            "unsupported": {
                "operator": "ai.onnx:Add",
                "reason": "It can't.",
                "issue": "https://example.org/1",
            }
        },
        "failure": {"error": {"phase": "compile", "message": "The compiler gave up."}},
        "exception": {"error": {"phase": "load", "message": "an exception"}},
        "exit": {"error": {"phase": "load", "message": "a library that exits"}},
        "memory": {"error": {"phase": "memory", "message": "memory is used up"}},
    }
    for name, reply in wanted.items():
        assert refused(name) == reply, refused(name)


@check
def a_session_goes_on_after_errors() -> None:
    one = np.ones(2, np.float32)
    with tempfile.TemporaryDirectory() as folder:
        adapter = Adapter(ECHO, ["file"])
        assert adapter.ask({"command": "dance"})[0]["error"]["phase"] == "protocol"
        assert adapter.ask({"command": "run", "handle": 9, "inputs": []})[0]["error"] == {
            "phase": "protocol",
            "message": "9 is no handle that is in use.",
        }
        handle = adapter.prepare(model_file(Path(folder)))["handle"]
        reply, _ = adapter.run(handle, {"raises": one})
        assert reply["error"] == {"phase": "run", "message": "a run that raises"}, reply
        reply, outputs = adapter.run(handle, {"x": one})
        assert outputs["x"].tolist() == [1, 1]
        assert reply["deviceSeconds"] == 0.5 and reply["memoryBytes"] == 7
        assert reply["placements"][0]["place"] == "device"
        assert "from a child" in adapter.last_words()
        adapter.stop()


@check
def another_version_or_transport_is_refused() -> None:
    for member, value in (("protocol", 2), ("transports", ["pigeon"])):
        request = {"seq": 1, "command": "start", "protocol": 1, "transports": ["inline"]}
        request[member] = value
        done = subprocess.run(
            ECHO, input=json.dumps(request).encode() + b"\n", capture_output=True, check=True
        )
        reply = json.loads(done.stdout)
        validator("startReply").validate(reply)
        assert reply["error"]["phase"] == "protocol", reply


@check
def a_model_comes_inline_with_its_external_data() -> None:
    adapter = Adapter(ECHO, ["inline"], watch=Watched())
    external = [{"name": "w.bin", "bytes": 2}, {"name": "sub/v.bin", "bytes": 1}]
    request = {"command": "prepare", "model": {"bytes": 3, "external": external}}
    handle = adapter.ask(request, b"abcwwv")[0]["handle"]
    _, outputs = adapter.run(handle, {"files": np.zeros(0, np.int64)})
    assert outputs["files"].tolist() == ["model.onnx=abc", "sub/v.bin=v", "w.bin=ww"], outputs
    request["model"]["external"][0]["name"] = "../w.bin"
    adapter._watch = lambda direction, message: None
    assert adapter.ask(request, b"abcwwv")[0]["error"]["phase"] == "protocol"
    adapter.stop()


FAULTS = {
    "dies": (Died, "SIGSEGV"),
    "exits": (Died, "exit code 7"),
    "hangs": (TimedOut, "in time"),
    "floods": (ProtocolError, "more than"),
    "shape": (ProtocolError, "takes 48 bytes, but 24 are given"),
    "twice": (ProtocolError, "is answered with seq"),
    "outside": (ProtocolError, "'../stderr' is no name of a file in the scratch folder"),
    "link": (ProtocolError, "can't be opened"),
    "print": (ProtocolError, "Loading weights"),
    "seq": (ProtocolError, "is answered with seq"),
    "truncated": (Died, "exit code 0"),
}


def fault(mode: str, transport: str) -> None:
    kind, words = FAULTS[mode]
    x = np.zeros((2, 3), np.float32)
    with tempfile.TemporaryDirectory() as folder:
        adapter = Adapter([*FAULTY, mode, "--at", "2"], [transport], timeout=1.5)
        try:
            path = model_file(Path(folder))
            for turn in (1, 2):
                handle = adapter.prepare(path)["handle"]
                try:
                    reply, outputs = adapter.run(handle, {"x": x, "y": x})
                    adapter.release(handle)
                except kind as error:
                    assert turn == 2 and words in str(error), error
                    return
                assert turn == 1, "no fault was seen"
                assert outputs["z"].shape == (2, 3)
        finally:
            adapter.close()


for mode in FAULTS:
    for transport in TRANSPORTS:
        if transport == "file" or mode not in ("outside", "link"):
            add(
                f"an adapter that goes wrong by '{mode}' is blamed in that case, {transport}",
                lambda mode=mode, transport=transport: fault(mode, transport),
            )


@check
def an_incomplete_profile_is_no_message_of_the_schema() -> None:
    try:
        Adapter([*FAULTY, "profile"], ["file"], watch=Watched())
    except jsonschema.ValidationError:
        return
    raise AssertionError("it was taken")


@check
def a_process_goes_with_all_that_it_started() -> None:
    # Its child holds a pipe, which has ended for its reader when nobody is left.
    with tempfile.TemporaryDirectory() as folder:
        pipe = os.path.join(folder, "pipe")
        os.mkfifo(pipe)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        try:
            Adapter(["/bin/sh", "-c", 'echo >"$0"; sleep 60 >"$0" & wait', pipe], ["file"], timeout=1)
        except TimedOut:
            pass
        deadline = time.monotonic() + 5
        said = []
        while b"" not in said and time.monotonic() < deadline:
            try:
                said.append(os.read(reader, 10))
            except BlockingIOError:
                time.sleep(0.01)
        os.close(reader)
    assert said == [b"\n", b""], said


@check
def the_examples_of_the_document_are_messages_of_the_schema() -> None:
    text = (ADAPTERS / "PROTOCOL.md").read_text()
    tensor = '{"kind":"tensor","type":"float","shape":[2,3],"file":"in.bin","offset":0,"bytes":24}'
    blocks = re.findall(r"((?:^    .*\n)+)", text, re.M)
    count = 0
    for block in blocks:
        joined = re.sub(r"\n {5,}", "", block).replace("VALUE", tensor)
        for line in joined.splitlines():
            if not (found := re.match(r" *(\{.*\})(?:  .*)?$", line)):
                continue
            message = json.loads(found[1])
            name = "value" if "kind" in message else "request" if "command" in message else "reply"
            validator(name).validate(message)
            count += 1
    assert count >= 17, count


@check
def the_schema_refuses_what_the_protocol_forbids() -> None:
    tensor = {"kind": "tensor", "type": "float", "shape": [1], "bytes": 4}
    wrong = {
        "tensor": [
            tensor | {"type": "float32"},
            tensor | {"shape": [-1]},
            tensor | {"file": "../x", "offset": 0},
            tensor | {"file": ".x", "offset": 0},
            tensor | {"file": "x"},
            tensor | {"type": "string"},
            tensor | {"extra": 1},
        ],
        "request": [
            {"seq": 1, "command": "start", "protocol": 1, "transports": ["file"]},
            {"seq": 1, "command": "start", "protocol": 1, "transports": []},
            {"command": "stop"},
            {"seq": 1, "command": "prepare", "model": {"path": "relative.onnx"}},
            {"seq": 1, "command": "prepare", "model": {"bytes": 1, "external": [{"name": "../w", "bytes": 1}]}},
        ],
        "runReply": [
            {"seq": 1},
            {"seq": 1, "outputs": [], "error": {"phase": "run", "message": "both"}},
            {"seq": 1, "error": {"phase": "lunch", "message": "no such phase"}},
        ],
    }  # fmt: skip
    for name, messages in wrong.items():
        for message in messages:
            assert not validator(name).is_valid(message), message
    assert validator("tensor").is_valid(tensor | {"x-note": 1})


@check
def the_stored_messages_are_judged_as_jsonschema_does() -> None:
    stored = (ADAPTERS / "tests/messages.jsonl").read_text().splitlines()
    assert stored == list(messages.lines()), "write them anew: messages.py > messages.jsonl"


@check
def the_protocol_costs_less_than_two_milliseconds_a_case() -> None:
    x = np.zeros((2, 3), np.float32)
    for transport in TRANSPORTS:
        with tempfile.TemporaryDirectory() as folder:
            path = model_file(Path(folder))
            adapter = Adapter([*FAULTY, "zeros"], [transport])
            turns = []
            for _ in range(200):
                start = time.perf_counter()
                handle = adapter.prepare(path)["handle"]
                adapter.run(handle, {"x": x, "y": x})
                adapter.release(handle)
                turns.append(time.perf_counter() - start)
            adapter.stop()
        # The least tenth: what else the machine does is no cost of the protocol.
        cost = sorted(turns)[len(turns) // 10]
        print(f"  {transport}: {cost * 1000:.2f} ms a case", file=sys.stderr)
        assert cost < 0.002, cost


def small_suite(folder: Path, count: int) -> Path:
    records = []
    for k in range(count):
        name = f"test_{k}"
        path = model_file(folder / "node", name)
        data = path.parent / "test_data_set_0"
        data.mkdir()
        x, y = np.full((2, 3), k, np.float32), np.ones((2, 3), np.float32)
        for file, value in (("input_0", x), ("input_1", y), ("output_0", x + y)):
            (data / f"{file}.pb").write_bytes(numpy_helper.from_array(value).SerializeToString())
        records.append(
            {
                "kind": "node", "name": name, "rtol": 1e-3, "atol": 1e-7, "dataSets": 1,
                "opsets": {"ai.onnx": 14}, "domains": ["ai.onnx"], "operators": ["Add"],
                "inputTypes": ["tensor(float)"] * 2, "outputTypes": ["tensor(float)"],
                "tensorTypes": ["float"],
            }
        )  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps({"cases": records}))
    return folder


def drive(suite: Path, command: list[str], *options: str) -> tuple[int, str, dict[str, str]]:
    record = suite / "record.jsonl"
    done = subprocess.run(
        [sys.executable, str(ADAPTERS / "drive.py"), "--suite", str(suite), "--jobs", "1",
         "--timeout", "2", "--record", str(record), *options, "--", *command],
        capture_output=True, text=True,
    )  # fmt: skip
    assert record.exists(), done.stderr
    lines = [json.loads(line) for line in record.read_text().splitlines()]
    return done.returncode, done.stdout, {line["case"]: line["status"] for line in lines}


@check
def the_driver_loses_exactly_the_case_that_an_adapter_died_in() -> None:
    with tempfile.TemporaryDirectory() as folder:
        suite = small_suite(Path(folder), 5)
        _, _, statuses = drive(suite, [*FAULTY, "dies", "--at", "3"])
        assert list(statuses.values()).count("crash:SIGSEGV") == 1, statuses
        assert statuses["node/test_2"] == "crash:SIGSEGV" and len(statuses) == 5, statuses
        _, _, statuses = drive(suite, [*FAULTY, "twice", "--at", "2"])
        # The process that takes over counts its runs from 1, so it goes wrong in test_3.
        wrong = [name for name, status in statuses.items() if status == "error:protocol"]
        assert wrong == ["node/test_1", "node/test_3"], statuses
        assert list(statuses.values()).count("fail:compare") == 3, statuses


@check
def the_driver_finds_one_element_off_by_a_fifth_of_a_percent() -> None:
    with tempfile.TemporaryDirectory() as folder:
        suite = small_suite(Path(folder), 2)
        _, _, statuses = drive(suite, [*FAULTY, "planted", "--operator", "Add"])
        assert set(statuses.values()) == {"fail:compare"}, statuses
        _, _, statuses = drive(suite, [*FAULTY, "planted", "--operator", "Mul"])
        assert set(statuses.values()) == {"pass"}, statuses


@check
def a_refusal_inside_of_the_profile_is_a_failure() -> None:
    with tempfile.TemporaryDirectory() as folder:
        suite = small_suite(Path(folder), 1)
        _, _, statuses = drive(suite, [*FAULTY, "refuses"])
        assert statuses == {"node/test_0": "error:plan"}, statuses
        manifest = json.loads((suite / "manifest.json").read_text())
        manifest["cases"][0]["opsets"]["ai.onnx"] = 100
        (suite / "manifest.json").write_text(json.dumps(manifest))
        _, _, statuses = drive(suite, [*FAULTY, "refuses"])
        assert statuses == {"node/test_0": "unsupported"}, statuses


@check
def the_programs_of_the_tutorial_do_what_it_says() -> None:
    with tempfile.TemporaryDirectory() as folder:
        suite = small_suite(Path(folder), 2)
        for name, status in {"refuses": "error:plan", "adds": "pass", "many": "pass"}.items():
            program = [sys.executable, str(ADAPTERS / f"tutorial/{name}.py")]
            _, _, statuses = drive(suite, program)
            assert statuses == {"node/test_0": status, "node/test_1": status}, (name, statuses)
            Adapter(program, watch=Watched()).close()


@check
def a_function_is_a_whole_adapter_in_at_most_40_lines() -> None:
    program = ADAPTERS / "tutorial/function.py"
    assert len(program.read_text().splitlines()) <= 40
    with tempfile.TemporaryDirectory() as folder:
        suite = small_suite(Path(folder), 2)
        _, _, statuses = drive(suite, [sys.executable, str(program)])
        assert set(statuses.values()) == {"pass"}, statuses


@check
def a_scratch_folder_that_is_not_there_is_no_transport() -> None:
    request = {"seq": 1, "command": "start", "protocol": 1, "scratch": "/nowhere"}
    for offered, picked in ((["file", "inline"], "inline"), (["file"], None)):
        line = json.dumps(request | {"transports": offered}).encode() + b"\n"
        done = subprocess.run(ECHO, input=line, capture_output=True, check=True)
        reply = json.loads(done.stdout)
        validator("startReply").validate(reply)
        assert reply.get("transport") == picked, reply


@check
def expectations_are_held_both_ways() -> None:
    with tempfile.TemporaryDirectory() as folder:
        suite = small_suite(Path(folder), 2)
        file = suite / "faulty.toml"
        entry = '[[expect]]\ncase = "node/test_{}"\nstatus = "{}"\nreason = "It can\'t."\n'
        file.write_text(entry.format("*", "fail"))
        code, said, _ = drive(suite, [*FAULTY, "zeros"], "--expect", str(file))
        assert code == 0, said
        file.write_text(entry.format("0", "fail:compare") + entry.format("7", "fail"))
        code, said, _ = drive(suite, [*FAULTY, "zeros"], "--expect", str(file))
        assert code == 1 and "'node/test_7' stands for no case" in said, said
        assert "node/test_1: fail:compare, expected pass" in said, said


@check
def the_expectations_of_the_peers_can_be_read() -> None:
    for file in (ADAPTERS.parent / "expectations/peers").glob("*.toml"):
        for table in tomllib.loads(file.read_text())["expect"]:
            assert table["reason"].endswith("."), table
            assert set(table) <= {"case", "runtime", "status", "reason", "issue"}, table
            assert table["runtime"] == file.stem, table


run(300)
