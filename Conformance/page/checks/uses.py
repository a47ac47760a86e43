"""What people do with a page."""

from .browser import Keys


def searches(page):
    page.open("changed")
    page.press("/")
    assert page.focused() == "search"
    page.press("op:Conv -status:pass")
    assert page.hash() == "#q=op%3AConv%20-status%3Apass", page.hash()
    statuses = {e.text for e in page.all("#results td .chip")}
    assert statuses and not any("pass" in s for s in statuses), statuses
    page.press(Keys.ESCAPE)
    assert page.focused() != "search"


def knows_words(page):
    def count(name, query):
        page.open(name, f"#q={query}")
        return page.run("return search(state.q).length"), len(page.all("#results tbody tr"))

    assert count("changed", "mark%3Aflake") == (3, 3)
    assert count("first", "is%3Anot-run") == (160, 100)
    digest = page.run("return cases[0].digest")
    assert count("first", f"digest%3A{digest[:9]}") == (4, 4)
    assert count("first", f"digest%3A{digest}{'0' * 48}") == (4, 4)
    assert count("changed", "runtime%3Avulkan%401%2Bopt%20status%3Apass")[0] > 100


def keeps_choices(page):
    page.open("changed")
    page.click("[data-toggle=matrix]")
    page.click("[data-sort=errors][data-key=ulp]")
    page.click("[data-sort=sort][data-key=ms]")
    page.click("nav a[href='#flakes']")
    address = page.hash()
    for part in ("flakes", "matrix=open", "errors=-ulp", "sort=-ms"):
        assert part in address, address
    page.open("changed", address)
    assert page.one("[data-toggle=matrix]").get_attribute("aria-pressed") == "true"
    times = [float(e.text) for e in page.all("#results tbody tr td:last-child")]
    assert times == sorted(times, reverse=True)
    assert page.hash() == address


def goes_back(page):
    page.open("changed")
    page.click("nav a[href='#matrix']")
    page.click("#since td a.id")
    assert page.hash().startswith("#case="), page.hash()
    assert page.one("#overview").get_attribute("hidden")
    page.driver.back()
    assert page.hash() == "#matrix" and not page.one("#overview").get_attribute("hidden")
    page.driver.forward()
    page.press(Keys.ESCAPE)
    assert page.hash() == "#results" and not page.one("#overview").get_attribute("hidden")


def links_to_cases(page):
    page.open("changed", "#q=kind%3Areal")
    page.click("#results td a.id")
    name = page.text("#case h1")
    page.click("#case [data-copy=link]")
    assert page.one("#case [data-copy=link]").text == "Copied"
    page.click("#back")
    page.press("/")
    page.chord(Keys.CONTROL, "a")
    page.chord(Keys.CONTROL, "v")
    copied = page.run("return document.getElementById('search').value")
    assert "#case=" in copied and copied.startswith("file://"), copied
    page.open("changed", copied[copied.index("#"):])
    assert page.text("#case h1") == name


def unfolds(page):
    page.open("changed")
    rows = "#since table[data-group=regression] tbody tr"
    seen = len([r for r in page.all(rows) if r.is_displayed()])
    page.click("#since [data-reveal]")
    assert (seen, len([r for r in page.all(rows) if r.is_displayed()])) == (8, 90)
    assert page.run("return document.activeElement.matches('a.id')")


def works_by_keyboard(page):
    page.open("changed")
    page.press(Keys.TAB)
    assert page.focused() == "Skip to what changed"
    assert page.run("return document.activeElement.getBoundingClientRect().top") >= 0
    page.press(Keys.ENTER)
    assert page.focused() == "since" and page.hash() == "#since"
    page.run("document.querySelector('[data-sort=errors][data-key=op]').focus()")
    page.press(Keys.ENTER)
    assert "errors=op" in page.hash()
    assert page.run("return document.activeElement.dataset.key") == "op"
    page.run("document.querySelector('#causes summary').focus()")
    page.press(Keys.SPACE)
    assert page.run("return document.querySelector('#causes details').open")


def walks_the_matrix(page):
    page.open("changed")
    stops = page.run("return document.querySelectorAll('.grid a[tabindex=\"0\"]').length")
    assert stops == 1, stops
    page.run("document.querySelector('#matrix [data-toggle]').focus()")
    page.press(Keys.TAB)
    assert page.focused() == "Abs"
    page.press(Keys.ARROW_RIGHT)
    assert page.focused().startswith("Abs, float:"), page.focused()
    page.press(Keys.ARROW_DOWN)
    assert page.focused().startswith("Add, float:"), page.focused()
    page.press(Keys.END)
    assert page.focused().startswith("Add, int64:"), page.focused()
    outline = page.run("return getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", outline
    page.press(Keys.TAB)
    assert page.run("return !document.activeElement.closest('.grid')")
    page.chord(Keys.SHIFT, Keys.TAB)
    page.press(Keys.ENTER)
    assert page.hash() == "#q=subject%3AAdd%20main%3Ai64", page.hash()


def jumps_in_sight(page):
    for width, height, scale in ((1400, 1000, 1), (1315, 600, 1), (1250, 600, 1), (700, 500, 2), (400, 800, 1)):
        page.look(width, height, scale=scale)
        page.open("changed")
        for section in ("flakes", "matrix", "standard"):
            page.click(f"nav a[href='#{section}']")
            top = page.run(f"""const h = document.querySelector("#{section} h2")
                .getBoundingClientRect(); const hit = document.elementFromPoint(h.left + 3,
                h.top + 3); return hit && hit.closest("h2") ? h.top : -1""")
            assert 0 <= top < height / 2, f"{section} is at {top} of {width} × {height}"


def checks():
    return [
        ("a search narrows the results and the address", searches),
        ("a query knows marks, digests and what did not run", knows_words),
        ("an address keeps every choice", keeps_choices),
        ("back and forward lead where one came from", goes_back),
        ("a copied link opens its case", links_to_cases),
        ("a jump to a section shows its heading", jumps_in_sight),
        ("a long group unfolds", unfolds),
        ("the keyboard is enough", works_by_keyboard),
        ("the keyboard walks the matrix in one stop", walks_the_matrix),
    ]
