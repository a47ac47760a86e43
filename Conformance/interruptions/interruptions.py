"""Cuts runs short in every way, and looks at what is left: nothing but the cases in flight is lost.

    python interruptions.py PROGRAM SUITE [--kills 50] [--seed 7]

Prints a line a check and a closing line 'N passed, N failed'; exits 1 where a check failed. As root it
also fills a disk of its own.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNTIMES = "cpu,cpu+opt"
CHOICE = ["--kind", "node", "--filter", "test_[a-c]*", "--runtime", RUNTIMES, "--jobs", "2"]


class Checks:
    def __init__(self):
        self.passed = self.failed = 0

    def check(self, name, is_right, detail=""):
        if is_right:
            self.passed += 1
        else:
            self.failed += 1
        print(f"{'ok    ' if is_right else 'FAILED'}  {name}{'' if is_right else ': ' + str(detail)}")


class Program:
    def __init__(self, path, suite):
        self.path, self.suite = path, suite

    def start(self, output, *options, **keywords):
        return subprocess.Popen(
            [self.path, "--suite", self.suite, *CHOICE, "--output", str(output), *options],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **keywords)

    def run(self, output, *options):
        process = self.start(output, *options)
        text, _ = process.communicate()
        return process.returncode, text


def lines(path):
    """The whole lines of a record; what comes after the last newline is what a kill may leave."""
    text = path.read_text()
    return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]


def results(path):
    return {
        (line["case"], line["runtime"]): line["status"]
        for line in lines(path) if "case" in line and line["status"] != "missing"
    }


def end(path):
    return next((line["end"] for line in lines(path) if "end" in line), None)


def kills(program, checks, whole, seconds, count, generator, folder):
    """SIGKILL at random moments, each time resumed and killed again, until a run gets through."""
    output = folder / "kills"
    problems, known, resumed, finished = [], {}, 0, 0
    for number in range(count):
        process = program.start(output, "--resume")
        try:
            process.wait(generator.uniform(0.02, seconds * 1.2))
            finished += 1
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.read()
        record = output / "results.partial.jsonl"
        done = output / "results.jsonl"
        path = record if record.exists() else done
        if not path.exists():
            if known:
                problems.append(f"kill {number}: the record is gone")
            continue
        found = results(path)
        if path == record:
            lost = [key for key in known if key not in found]
            wrong = [key for key in found if whole.get(key) != found[key]]
            if lost or wrong:
                problems.append(f"kill {number}: lost {lost[:3]}, wrong {wrong[:3]}")
            resumed += 1 if len(found) > len(known) and known else 0
            known = found
        else:
            if found != whole:
                problems.append(f"kill {number}: the finished record differs")
            known = {}
            shutil.rmtree(output)
    code, text = program.run(output, "--resume")
    checks.check(
        f"{count} kills at random moments lose only cases in flight "
        f"({resumed} times further than before, {finished} runs got through)", not problems,
        problems[:3])
    checks.check("and at last a resumed run has every result of a whole one",
                 code == 0 and results(output / "results.jsonl") == whole, (code, text[-300:]))


def wait_for_results(output, count):
    journal = output / "results.partial.jsonl"
    while not journal.exists() or len(results(journal)) < count:
        time.sleep(0.005)


def signals(program, checks, whole, folder):
    for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)):
        output = folder / f"signal-{number}"
        process = program.start(output)
        wait_for_results(output, 40)
        process.send_signal(number)
        text, _ = process.communicate(timeout=60)
        name = signal.Signals(number).name
        record = output / "results.jsonl"
        checks.check(f"{name}: exit status {code}", process.returncode == code, process.returncode)
        found = results(record)
        checks.check(
            f"{name}: a record of what was done, marked interrupted ({len(found)} results)",
            end(record)["stop"] == "interrupted" and 0 < len(found) < len(whole)
            and all(whole[key] == status for key, status in found.items()))
        page = (output / "index.html").read_text()
        checks.check(f"{name}: a page that says so", "Interrupted: " in page)
        checks.check(f"{name}: nobody is blamed for what did not run",
                     "regression" not in text.split("\n")[-30:][0] and "did not run" in text, text)
        code, text = program.run(output, "--resume")
        checks.check(f"{name}: --resume goes on to the end",
                     code == 0 and results(record) == whole and "Goes on with run" in text,
                     (code, text[-300:]))


def full_disk(program, checks, folder):
    """A disk of 14 MiB, of which the program sets 9 aside; the rest is filled while it runs."""
    disk = folder / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=14m", "tmpfs", disk],
                      capture_output=True).returncode != 0:
        print("no disk of one's own can be mounted here: the checks of a full one are left out")
        return
    try:
        process = program.start(disk / "reports")
        while not (disk / "reports" / "results.partial.jsonl").exists():
            time.sleep(0.005)
        with open(disk / "filler", "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(b"\0" * 4096)
            except OSError:
                pass
        text, _ = process.communicate(timeout=120)
        checks.check("full disk: exit status 4 and a sentence",
                     process.returncode == 4 and "No space left on device" in text,
                     (process.returncode, text[-300:]))
        reports = disk / "reports"
        record = reports / "results.jsonl"
        path = record if record.exists() else reports / "results.partial.jsonl"
        checks.check("full disk: a valid record of what was done, and how it ended",
                     (end(path) or {}).get("stop") == "infrastructure", path)
        checks.check("full disk: a page, from the room that was set aside",
                     (reports / "index.html").exists(), os.listdir(reports))
        (disk / "filler").unlink()
        code, text = program.run(reports, "--resume")
        checks.check("full disk: --resume goes on when there is room", code == 0, text[-300:])
        (disk / "filler").write_bytes(b"\0" * (5 << 20))
        code, text = program.run(disk / "other")
        checks.check("too little room for the reports is found before the first case",
                     code == 4 and "No space left" in text and "as expected" not in text,
                     (code, text[-300:]))
    finally:
        subprocess.run(["umount", disk], check=False)


def together(program, checks, folder):
    output = folder / "together"
    first = program.start(output)
    while not (output / "results.partial.jsonl").exists():
        time.sleep(0.005)
    code, text = program.run(output)
    checks.check("a second run in the same folder is refused, and says who has it",
                 code == 4 and f"process {first.pid}" in text, (code, text))
    first.communicate()
    checks.check("and the first one's reports are its own", first.returncode == 0)


def workers(program, checks, whole, seconds, folder, generator):
    """Workers killed while the run goes on cost the case that they were in, and no other."""
    output = folder / "workers"
    process = program.start(output)
    killed = 0
    while process.poll() is None and killed < 8:
        time.sleep(generator.uniform(0.02, seconds / 6))
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split() \
            if process.poll() is None else []
        found = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True)
        children = children or found.stdout.split()
        if children:
            try:
                os.kill(int(generator.choice(children)), signal.SIGKILL)
                killed += 1
            except ProcessLookupError:
                pass
    text, _ = process.communicate(timeout=300)
    found = results(output / "results.jsonl")
    crashed = [key for key, status in found.items() if status != whole[key]]
    records = [line for line in lines(output / "results.jsonl") if "case" in line]
    flakes = [line for line in records if "flake" in line["marks"]]
    checks.check(
        f"{killed} workers killed: every case has a result, and who was in flight is a flake "
        f"({len(flakes)})",
        found.keys() == whole.keys() and not crashed and len(flakes) <= killed
        and process.returncode == 0, (crashed[:3], len(flakes), process.returncode, text[-200:]))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("suite")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    checks = Checks()
    generator = random.Random(options.seed)
    program = Program(os.path.abspath(options.program), os.path.abspath(options.suite))
    folder = Path(tempfile.mkdtemp(prefix="interruptions-"))
    try:
        start = time.monotonic()
        code, text = program.run(folder / "whole")
        seconds = time.monotonic() - start
        whole = results(folder / "whole" / "results.jsonl")
        checks.check(f"a whole run: {len(whole)} results in {seconds:.1f} s", code == 0, text[-300:])
        kills(program, checks, whole, seconds, options.kills, generator, folder)
        signals(program, checks, whole, folder)
        full_disk(program, checks, folder)
        together(program, checks, folder)
        workers(program, checks, whole, seconds, folder, generator)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(1 if checks.failed else 0)


if __name__ == "__main__":
    main()
