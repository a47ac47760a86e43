extension Page {
  /// Every view is a hash: `#q=…`, `#case=…`, or a section's name.
  static let router = #"""
    const title = document.title;
    const overview = document.getElementById("overview");
    const caseMain = document.getElementById("case");
    const box = document.getElementById("search");
    const sections = ["verdict", "unexpected", "causes", "matrix", "results", "concurrency"];

    function copy(value, button) {
      const done = () => {
        const label = button.textContent;
        button.textContent = "Copied";
        setTimeout(() => { button.textContent = label; }, 1200);
      };
      const area = document.createElement("textarea");
      area.value = value;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      done();
    }

    function route() {
      const hash = location.hash.slice(1);
      const [name, value] = hash.includes("=")
        ? [hash.slice(0, hash.indexOf("=")), decodeURIComponent(hash.slice(hash.indexOf("=") + 1))]
        : [hash, ""];
      const isCase = name === "case";
      overview.hidden = isCase;
      caseMain.hidden = !isCase;
      if (isCase) {
        showCase(value);
        scrollTo(0, 0);
        return;
      }
      document.title = title;
      if (name === "q" && value !== query) {
        query = value;
        shownCount = pageSize;
        showResults();
      }
      if (document.activeElement !== box) box.value = query;
      const section = name === "q" ? "results" : name;
      if (sections.includes(section)) document.getElementById(section).scrollIntoView();
      else scrollTo(0, 0);
    }

    box.addEventListener("input", () => {
      query = box.value;
      shownCount = pageSize;
      history.replaceState(null, "", `#q=${encodeURIComponent(query)}`);
      if (overview.hidden) route();
      showResults();
    });
    document.getElementById("searchForm").addEventListener("submit", event => {
      event.preventDefault();
      document.getElementById("results").scrollIntoView();
    });
    document.addEventListener("keydown", event => {
      if (event.key === "/" && document.activeElement !== box) {
        event.preventDefault();
        box.focus();
        box.select();
      } else if (event.key === "Escape") {
        if (document.activeElement === box) box.blur();
        else if (!caseMain.hidden) location.hash = `q=${encodeURIComponent(query)}`;
      }
    });
    document.addEventListener("click", event => {
      const button = event.target.closest("button");
      if (!button) return;
      const { reveal, toggle, more, copy: what } = button.dataset;
      if (reveal) {
        document.getElementById(reveal).hidden = false;
        button.remove();
      } else if (toggle) {
        matrixOnlyOpen = !matrixOnlyOpen;
        showMatrix();
      } else if (more) {
        shownCount += pageSize * 5;
        showResults();
      } else if (what === "ids") {
        copy([...new Set(search(query).map(r => r.case.id))].join("\n"), button);
      } else if (what === "text") {
        copy(button.dataset.text, button);
      }
    });
    addEventListener("hashchange", route);

    showVerdict();
    showUnexpected();
    showCauses();
    showMatrix();
    showResults();
    showConcurrency();
    document.getElementById("footer").textContent =
      "Press / to search, Esc to go back. The same facts are in results.jsonl, junit.xml " +
      "and summary.md.";
    route();
    """#
}
