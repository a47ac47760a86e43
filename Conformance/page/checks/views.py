"""What the pages say."""

import re
import subprocess
import tempfile


def opens_on_changes(page):
    page.open("changed")
    first = page.run("return document.querySelector('main section').id")
    assert first == "since", first
    assert "90 regressions" in page.text("#since .big"), page.text("#since .big")
    titles = [t.text.rsplit(" ", 1)[0] for t in page.all("#since h3")]
    assert titles[:4] == ["Regressions", "Slower", "Fixed", "New cases"], titles
    assert "9.3 × the noise" in page.text("#since")
    assert "cpu itself changed" in page.text("#since .notes")
    assert titles[4].startswith("Still worse since 2026112"), titles
    assert re.search(r"\d runs?", page.text("#since table:last-of-type td.n"))


def says_nothing_changed(page):
    page.open("quiet")
    assert "Nothing changed in 480 results" in page.text("#since .good-line")
    assert not page.all("#since table")
    assert "194 of 227" in page.text("#standard")
    assert len(page.all("#verdict svg.spark g")) == 4 * 30


def tells_how_to_get_a_history(page):
    page.open("first")
    assert "--history FOLDER" in page.text("#since")
    assert "160 results did not run" in page.text("#verdict")
    regressions = page.text("#unexpected table")
    assert "did not run" not in regressions and "missing" not in regressions


def takes_no_markup(page):
    page.open("changed", "#case=node%2Ftest_erf_int64_81")
    assert "<script>alert('326')</script>" in page.text("#case")
    assert not page.all("main script, main i:not([class])")


def shows_a_case(page):
    page.open("changed", "#case=node%2Ftest_add_bfloat16_97")
    card = "#case article:last-child"
    assert len(page.all(f"{card} .step")) == 30
    assert page.all(f"{card} .step.flake")
    assert "8 of the last 30 runs" in page.text(card)
    assert "Fails only after" in page.text(card)
    assert "alone" in page.text(f"{card} [aria-label=Attempts]")
    assert "--runtime vulkan@1+opt" in page.text(f"{card} .replay")
    assert page.all("#case svg.line")


def shows_the_run(page):
    page.open("changed")
    card = page.text("#verdict dl")
    for fact in ["317d98b3bc30", "with uncommitted changes", "sources newer than the program",
                 "llvmpipe Mesa 22.3.6", "Swift 6.2.1", "release build", "20261130T020000Z-a1b2e0",
                 "part 3 of 3"]:
        assert fact in card, fact
    assert "Running again stopped" in page.text("#flakes")


def is_fast(page):
    seconds = min(page.open("large") for _ in range(3))
    assert seconds < 1.5, f"{seconds:.2f} s"
    assert page.run("return results.length") == 2041 * 8


def counts_passes(page):
    page.open("counted")
    assert "passes are shown as counts" in page.text("#verdict")
    shown = page.run("return results.length")
    total = page.run("""return runtimes.reduce((sum, r) => sum +
        Object.values(totals(r, "all")).reduce((a, b) => a + b, 0), 0)""")
    assert shown < 1000 and total == 12000, (shown, total)
    sums = page.text("#verdict tr.sum")
    assert "6,000" in sums, sums


def prints_everything(page):
    page.look(scheme="dark")
    page.open("changed")
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(page.pdf())
        file.flush()
        text = subprocess.run(["pdftotext", "-layout", file.name, "-"], check=True,
                              capture_output=True, text=True).stdout
    # The last of 90 regressions is folded on the screen, and so is the list of parts.
    for fact in ["part 3 of 3", "Operators × element types", "Strict concurrency", "Equal bits",
                 "Softmax"]:
        assert fact in text, f"{fact} is not printed"
    assert len(re.findall("the worker ended by", text)) == 90
    assert "more of these" not in text and "Search" not in text


def checks():
    return [
        ("a bad night opens on what changed, in order", opens_on_changes),
        ("a quiet night says so in one line and has something to tell", says_nothing_changed),
        ("a first run tells how to get a history, and what did not run is no regression",
         tells_how_to_get_a_history),
        ("markup in reasons stays text", takes_no_markup),
        ("a case shows its history, attempts, company and replay", shows_a_case),
        ("the run's card says what ran, on what", shows_the_run),
        ("2041 cases on 8 runtimes over 30 runs are drawn within 1.5 s", is_fast),
        ("6000 cases are counted, and the totals are right", counts_passes),
        ("everything is printed", prints_everything),
    ]
