"""Holds the reports in a folder's folders against what their formats ask for.

python check.py SAMPLES JUNIT_XSD; prints what fails and `N passed, N failed`.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import jsonschema
import junitparser.xunit2
import lxml.etree

here = pathlib.Path(__file__).resolve().parent
SVG = "{http://www.w3.org/2000/svg}"


class Checks:
    """Counts checks and says which fail."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, name, holds, details=""):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"{name}: {details or 'does not hold'}", file=sys.stderr)

    def equal(self, name, found, expected):
        self.check(name, found == expected, f"found {found!r}, expected {expected!r}")


def results(folder):
    lines = (folder / "results.jsonl").read_text().splitlines()
    return [record for record in map(json.loads, lines) if "status" in record]


def junit(checks, folder, schema):
    path = folder / "junit.xml"
    name = f"{folder.name}/junit.xml"
    schema = lxml.etree.XMLSchema(lxml.etree.parse(str(schema)))
    schema.validate(lxml.etree.parse(str(path)))
    checks.equal(f"{name}, schema", [str(error) for error in schema.error_log], [])

    # The plain flavour passes over attempts; the xunit2 one has them.
    for flavour in (junitparser, junitparser.xunit2):
        report = flavour.JUnitXml.fromfile(str(path))
        records = results(folder)
        checks.equal(f"{name}, tests", report.tests, len(records))
        for suite in list(report) + [report]:
            cases = list(suite) if suite is not report else [case for one in suite for case in one]
            # The schema has no count of skips on the root, nor does junitparser make one up.
            skipped = suite.skipped if suite is not report else sum(one.skipped for one in report)
            counts = (suite.tests, suite.failures, suite.errors, skipped)
            found = (
                len(cases),
                sum(case.is_failure for case in cases),
                sum(case.is_error for case in cases),
                sum(case.is_skipped for case in cases),
            )
            where = f"{name}, {flavour.__name__}, {suite.name}"
            checks.equal(f"{where}, counts", found, counts)
            checks.check(
                f"{where}, reasons",
                all(entry.message for case in cases for entry in case.result),
                "a result has no message",
            )
    flakes = [case for suite in report for case in suite if case.is_flaky]
    expected = [record for record in records if "flake" in record.get("marks", [])]
    checks.equal(f"{name}, flakes", len(flakes), len(expected))
    for suite in report:
        names = [one.name for one in suite.properties()]
        checks.check(f"{name}, {suite.name}, properties", {"runtime", "run"} <= set(names), names)


def ctrf(checks, folder):
    name = f"{folder.name}/ctrf.json"
    report = json.loads((folder / "ctrf.json").read_text())
    schema = json.loads((here / "ctrf.schema.json").read_text())
    checker = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    errors = [f"{error.json_path}: {error.message}" for error in checker.iter_errors(report)]
    checks.equal(f"{name}, schema", errors[:5], [])
    summary, tests = report["results"]["summary"], report["results"]["tests"]
    checks.equal(f"{name}, tests", (summary["tests"], len(tests)), (len(results(folder)),) * 2)
    for status in ("passed", "failed", "skipped", "pending", "other"):
        count = sum(test["status"] == status for test in tests)
        checks.equal(f"{name}, {status}", summary[status], count)
    checks.equal(f"{name}, flaky", summary["flaky"], sum(test["flaky"] for test in tests))
    suites = {tuple(test["suite"]) for test in tests}
    checks.equal(f"{name}, suites", summary["suites"], len(suites))


def badge(checks, folder):
    name = f"{folder.name}/badge"
    endpoint = json.loads((folder / "badge.json").read_text())
    checks.equal(f"{name}.json", set(endpoint), {"schemaVersion", "label", "message", "color"})
    checks.equal(f"{name}.json, version", endpoint["schemaVersion"], 1)
    root = xml.etree.ElementTree.parse(folder / "badge.svg").getroot()
    texts = [element.text for element in root.iter(f"{SVG}text")]
    title = f"{endpoint['label']}: {endpoint['message']}"
    checks.equal(f"{name}.svg, texts", texts, [endpoint["label"], endpoint["message"]])
    checks.equal(f"{name}.svg, title", root.find(f"{SVG}title").text, title)
    checks.equal(f"{name}.svg, label", root.get("aria-label"), title)
    checks.equal(f"{name}.svg, role", root.get("role"), "img")
    fills = [element.get("fill") for element in root.iter(f"{SVG}rect")]
    checks.equal(f"{name}.svg, colour", fills[-1], f"#{endpoint['color']}")


def markdown(checks, folder):
    lines = (folder / "summary.md").read_text().splitlines()
    checks.check(f"{folder.name}/summary.md", len(lines) <= 60, f"{len(lines)} lines")


def patch(checks, folder):
    file = folder / "expectations.patch"
    if not file.exists():
        return
    with tempfile.TemporaryDirectory() as place:
        if (folder / "repository").exists():
            shutil.copytree(folder / "repository", place, dirs_exist_ok=True)
        for words in (
            ["git", "init", "--quiet"],
            ["patch", "-p1", "--dry-run", "--silent", "--input", file],
            ["git", "apply", "--check", file],
            ["git", "apply", file],
            ["git", "apply", "--reverse", "--check", file],
        ):
            found = subprocess.run(words, cwd=place, capture_output=True, text=True)
            name = f"{folder.name}/{file.name}, {' '.join(map(str, words[:3]))}"
            checks.check(name, found.returncode == 0, found.stdout + found.stderr)


def main(samples, schema):
    checks = Checks()
    folders = sorted(path for path in pathlib.Path(samples).iterdir() if path.is_dir())
    for folder in folders:
        junit(checks, folder, schema)
        ctrf(checks, folder)
        badge(checks, folder)
        markdown(checks, folder)
        patch(checks, folder)
    checks.check("samples", len(folders) >= 4, f"only {len(folders)}")
    patches = [folder for folder in folders if (folder / "expectations.patch").exists()]
    checks.check("patches", len(patches) >= 3, f"only {len(patches)}")
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
