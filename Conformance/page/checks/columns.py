"""Many columns: who agrees with whom, and a page a runtime."""

import re

from .browser import Keys


def lists_agreements(page):
    page.open("peers")
    count = page.run("return data.agreement.count")
    assert page.text("nav a[href='#agreement']") == f"Agreement {count}"
    rows = page.all("#agreement table.apart tbody tr")
    assert len(rows) == count, (len(rows), count)
    minority = page.run("return data.agreement.minority")
    marked = ["in the minority" in row.text for row in rows]
    assert minority and marked == [True] * minority + [False] * (count - minority), marked
    assert "the suite" in rows[0].text and "is 1.25" in rows[0].text
    assert "7 further pairs" in rows[-1].text, rows[-1].text


def filters_agreements(page):
    page.open("peers")
    alone = "#agreement .choice[href*='alone%3Atract']"
    wanted = int(page.text(f"{alone} b"))
    page.click(alone)
    assert page.hash() == "#agree=alone%3Atract", page.hash()
    rows = page.all("#agreement table.apart tbody tr")
    assert len(rows) == wanted and all("tract alone" in row.text for row in rows)
    page.run("document.querySelector('[data-choose]').focus()")
    page.press(Keys.ARROW_DOWN)
    operator = page.run("return document.querySelector('[data-choose]').value").lower()
    assert page.hash().startswith("#agree=alone%3Atract%20op%3A"), page.hash()
    rows = page.all("#agreement table.apart tbody tr")
    shown = "No case that this page lists is so." if not rows else rows[0].text
    assert operator in shown or not rows, (operator, shown)
    page.open("peers", "#agree=minority")
    assert len(page.all("#agreement tbody tr .golden")) == page.run("return data.agreement.minority")


def pairs_parties(page):
    page.open("peers")
    head = [e.text for e in page.all("table.pairs thead th")]
    assert head == page.run("return runtimes"), head
    first = page.all("table.pairs tbody tr")[0]
    assert re.match(r"the suite\s+\d+\s+of \d+", first.text), first.text.split()
    page.click("table.pairs tbody tr:first-child a")
    assert page.hash().startswith("#agree=pair%3Aexpected%2C"), page.hash()
    listed = len(page.all("#agreement table.apart tbody tr"))
    wanted = page.run("""const [, , both, agreeing] = data.agreement.pairs.find(p => p[0] === 0 &&
        p[1] === partyOf(state.agree.split(",")[1])); return both - agreeing""")
    assert listed == wanted, (listed, wanted)


def shows_agreement_of_a_case(page):
    page.open("peers")
    name = page.run("return agreements.find(a => a.alone.includes(partyOf('tract'))).id")
    page.open("peers", f"#case={name.replace('/', '%2F')}")
    card = page.text("#case .agreement")
    assert "tract alone" in card and "the suite" in card, card
    assert "cpu, cpu+opt, vulkan, vulkan@1+opt; onnxruntime alone" in card, card
    whole = page.run("return cases.find(c => c.bits && !c.bits.includes('.') && !agreementOf.has(c.id)).id")
    page.open("peers", f"#case={whole.replace('/', '%2F')}")
    assert "all, with the suite" in page.text("#case .agreement")


def has_a_page_a_runtime(page):
    page.open("peers")
    page.click("#totals a[href='#runtime=tract']")
    assert page.hash() == "#runtime=tract" and page.text("#runtime h1") == "tract"
    card = page.text("#runtime dl")
    for fact in ["1.2.3", "exec:./tract --threads 2", "0123456789ab", "unproved", "no <loops>",
                 "ai.onnx 1–23", "2 of ai.onnx.ml", "threads=2"]:
        assert fact in card, fact
    assert page.one("#runtime a[href='https://example.org/tract']")
    assert not page.all("#runtime a[href^='javascript']")
    assert "Gradient, Optional" in page.text("#runtime")
    assert "For information" in page.text("#worst")
    page.click("#worst [data-key=ulp]")
    assert page.hash() == "#runtime=tract&worst=-ulp", page.hash()
    ulps = [int(e.text.replace(",", "")) for e in page.all("#worst tbody td:nth-child(2)") if e.text]
    assert ulps == sorted(ulps, reverse=True) and ulps
    page.open("peers", "#runtime=onnxruntime")
    wanted = int(page.text("#runtime .reasons td"))
    page.click("#runtime .reasons a")
    assert "runtime%3Aonnxruntime" in page.hash(), page.hash()
    assert len(page.all("#results tbody tr")) == wanted, wanted
    page.driver.back()
    page.press(Keys.ESCAPE)
    assert page.hash() == "#verdict" and page.one("#totals").is_displayed()
    page.open("peers", "#runtime=cpu")
    assert "unproved" not in page.text("#runtime dl")
    page.open("peers", "#runtime=nobody")
    assert page.text("#runtime h1") == "No such runtime"


def places_nothing_unproved(page):
    page.open("peers")
    name = page.run("""return results.find(r => r.runtime === "onnxruntime" &&
        r.status === "unsupported").case.id""")
    page.open("peers", f"#case={name.replace('/', '%2F')}")
    cards = {card.text.split()[0]: card.text for card in page.all("#case article")}
    card = cards["onnxruntime"]
    assert "unproved" in card and "on the device" not in card, card


def replays_by_connection(page):
    page.open("peers", "#case=node%2Ftest_abs_float_0")
    commands = [e.text for e in page.all("#case .replay pre")]
    assert any("--runtime 'tract=exec:./tract --threads 2'" in c for c in commands), commands
    assert any(c.endswith("--runtime cpu+opt") for c in commands), commands


def counts_in_the_matrix(page):
    page.open("peers")
    counts = page.run("""return [...document.querySelectorAll(".grid td .cell")].map(cell =>
        [...cell.querySelectorAll("small")].reduce((sum, e) => sum + Number(e.textContent), 0))""")
    assert counts and set(counts) == {8}, counts
    page.open("peers", "#columns=cpu,tract")
    assert not page.all(".grid td small")


def hides_columns(page):
    page.open("many")
    assert page.text(".picker summary") == "8 of 11 columns shown, 3 hidden"
    assert len(page.all("#totals thead th.name")) == 8
    page.click(".picker summary")
    page.click("[data-column=tenth]")
    assert page.text(".picker summary") == "9 of 11 columns shown, 2 hidden"
    assert [e.text for e in page.all("#totals thead th.name")][-1] == "tenth"
    assert len(page.all("#coverage thead th.name")) == 9
    assert "tenth" in page.hash() and page.focused() == ""
    page.click("[data-columns=all]")
    assert page.text(".picker summary") == "Choose among 11 columns"
    page.open("many", "#columns=cpu,eleventh")
    assert [e.text for e in page.all("#totals thead th.name")] == ["cpu", "eleventh"]
    page.click(".picker summary")
    page.click("[data-columns='']")
    assert len(page.all("#totals thead th.name")) == 8 and page.hash() == "#verdict"


def tells_of_no_agreement(page):
    page.open("quiet")
    assert "says nothing of it" in page.text("#agreement")
    assert not page.all("table.pairs, .picker[open]")


def checks():
    return [
        ("cases whose values differ are listed, a golden in the minority first", lists_agreements),
        ("agreements are filtered by view and operator", filters_agreements),
        ("every two parties are counted, and lead to where they are apart", pairs_parties),
        ("a case says who agrees, and who gave the same bits", shows_agreement_of_a_case),
        ("a runtime has a page", has_a_page_a_runtime),
        ("what does not say where it ran is unproved", places_nothing_unproved),
        ("a foreign runtime is replayed by its connection", replays_by_connection),
        ("a cell of the matrix counts many runtimes", counts_in_the_matrix),
        ("more than eight columns are hidden until they are asked for", hides_columns),
        ("a record without agreements says so", tells_of_no_agreement),
    ]
