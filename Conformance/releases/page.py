"""One page over all releases: python -m releases.page REPORTS, from the records of their runs."""

import html
import json
import sys
from collections import Counter
from pathlib import Path

from provision.manifest import read_manifest
from provision.paths import CONFORMANCE

_SUITES = CONFORMANCE / "suites" / "releases"
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem; color: #222; background: #fff; }
table { border-collapse: collapse; }
th, td { padding: .25rem .75rem; border-bottom: 1px solid #ddd; text-align: right; }
th:first-child, td:first-child { text-align: left; }
.whole { color: #176d2f; } .part { color: #a33000; }
@media (prefers-color-scheme: dark) {
  body { color: #ddd; background: #161616; } th, td { border-color: #444; }
  .whole { color: #7dce94; } .part { color: #ff9b73; } a { color: #8ab4f8; }
}
"""


def main() -> None:
    reports = Path(sys.argv[1])
    found = sorted(
        (path.parent for path in reports.glob("*/results.jsonl")), key=lambda p: _order(p.name)
    )
    tallies = {folder.name: _tally(folder / "results.jsonl") for folder in found}
    runtimes = sorted({runtime for tally in tallies.values() for runtime in tally})
    head = "".join(f"<th>{html.escape(name)}</th>" for name in runtimes)
    rows = "".join(_row(release, tally, runtimes) for release, tally in tallies.items())
    page = f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>ONNX releases</title><style>{_STYLE}</style>
<h1>The backend suites of {len(tallies)} ONNX releases</h1>
<p>Passes, and what else came: <i>superseded</i> is an expected value that a later release corrected,
<i>unsupported</i> an operator that is none of the standard's any more; each has its reason on the
release's page. Real models that a release fetches from a host that is no more are not provisioned.</p>
<table><tr><th>release</th><th>cases</th><th>not provisioned</th>{head}</tr>
{rows}</table></html>
"""
    (reports / "index.html").write_text(page)
    for release, tally in tallies.items():
        columns = [f"{name}: {_words(tally.get(name, Counter()))}" for name in runtimes]
        print(f"{release:8}", "  ".join(columns))
    print(f"{reports / 'index.html'}: {len(tallies)} releases")


def _tally(path: Path) -> dict[str, Counter]:
    tally: dict[str, Counter] = {}
    with path.open() as lines:
        for line in lines:
            record = json.loads(line)
            if "status" not in record or "runtime" not in record:
                continue
            kind = record["status"].split(":")[0]
            if "superseded" in record.get("marks", []):
                kind = "superseded"
            tally.setdefault(record["runtime"], Counter())[kind] += 1
    return tally


def _row(release: str, tally: dict[str, Counter], runtimes: list[str]) -> str:
    manifest = read_manifest(_SUITES / release) or {}
    missing = len(manifest.get("notProvisioned", []))
    cells = "".join(_cell(tally.get(name, Counter())) for name in runtimes)
    return (
        f'<tr><td><a href="{html.escape(release)}/index.html">{html.escape(release)}</a></td>'
        f"<td>{manifest.get('total', '')}</td><td>{missing or ''}</td>{cells}</tr>\n"
    )


def _words(counts: Counter) -> str:
    others = [f"{count} {kind}" for kind, count in sorted(counts.items()) if kind != "pass"]
    return "; ".join([f"{counts['pass']} of {counts.total()}", *others])


def _cell(counts: Counter) -> str:
    known = {"pass", "superseded", "unsupported"}
    style = "whole" if set(counts) <= known else "part"
    return f'<td class="{style}">{html.escape(_words(counts))}</td>'


def _order(release: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in release.split("."))


main()
