"""Every page in every look: nothing is lost, and axe finds nothing grave."""

import importlib.util
from pathlib import Path

PAGES = {
    "first": ["", "#q=is%3Anot-run", "#case=node%2Ftest_topk_double_70"],
    "quiet": ["", "#case=node%2Ftest_abs_float_0"],
    "changed": ["", "#q=mark%3Aflake", "#case=node%2Ftest_add_bfloat16_97",
                "#case=node%2Ftest_erf_int64_81"],
    "peers": ["", "#runtime=tract", "#case=node%2Ftest_bernoulli_float16_28"],
    "many": [""],
}
LOOKS = {
    "light, 1400 wide": {"width": 1400},
    "dark, 1400 wide": {"width": 1400, "scheme": "dark"},
    "light, 400 wide": {"width": 400},
    "dark, 400 wide": {"width": 400, "scheme": "dark"},
    "at 200 % zoom": {"width": 700, "height": 500, "scale": 2},
    "with text twice as large": {"width": 1400},
}
AXE = Path(importlib.util.find_spec("axe_playwright_python").origin).with_name("axe.min.js")

# What lies beyond the edge and can't be scrolled to, and texts that are cut.
LOST = """
  const isScrolled = e => { for (let p = e; p; p = p.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(p).overflowX)) return true; } return false; };
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll("body *")].filter(e => {
    if (e.closest(".hidden, .skip, svg") || !e.getClientRects().length) return false;
    const isBeyond = e.getBoundingClientRect().right > width + 1 && !isScrolled(e);
    const style = getComputedStyle(e);
    const isCut = style.overflowX === "hidden" && e.textContent.trim() &&
      (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
    return isBeyond || isCut;
  }).slice(0, 3).map(e => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 30)}`);
"""
GRAVE = """
  return axe.run(document, { resultTypes: ["violations"] }).then(found => found.violations
    .filter(v => v.impact === "serious" || v.impact === "critical")
    .map(v => `${v.id}: ${v.nodes.length} × ${v.nodes[0].html.slice(0, 140)} ` +
      v.nodes[0].failureSummary.replace(/\\s+/g, " ").slice(0, 160)));
"""


def look_at(page, name, hash, look):
    options = LOOKS[look]
    page.look(**options)
    page.open(name, hash)
    if "text" in look:
        page.run("document.documentElement.style.fontSize = '200%'")
    page.keep(f"{name}{hash[1:8].replace('=', '-')}, {look}".replace(" ", "-").replace("%", ""))
    lost = page.run(LOST)
    assert not lost, f"lost: {lost}"
    page.run(AXE.read_text())
    grave = page.run(GRAVE)
    assert not grave, f"axe: {grave[:2]}"


def faults_are_seen(page):
    page.open("quiet")
    page.run("""document.getElementById("since").insertAdjacentHTML("beforeend",
        `<p style="color: #999; background: #aaa">faint</p><img src="data:,"><button></button>
        <p style="width: 9999px">wide</p><p style="width: 9px; overflow: hidden">cut off</p>`)""")
    lost = page.run(LOST)
    assert len(lost) >= 2, f"what is lost is not seen: {lost}"
    page.run(AXE.read_text())
    found = {grave.split(":")[0] for grave in page.run(GRAVE)}
    assert {"color-contrast", "image-alt", "button-name"} <= found, found
    page.console()


def checks():
    return [("planted faults are seen", faults_are_seen)] + [
        (f"{name}{hash} is whole and open to all, {look}",
         lambda page, name=name, hash=hash, look=look: look_at(page, name, hash, look))
        for name, hashes in PAGES.items() for hash in hashes for look in LOOKS
    ]
