extension Page {
  /// Takes the reader from view to view, by mouse, keyboard and address.
  static let router = #"""
    const title = document.title;
    const overview = document.getElementById("overview");
    const caseElement = document.getElementById("case");
    const box = document.getElementById("search");

    function copy(value, button) {
      const area = document.createElement("textarea");
      area.value = value;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
      const label = button.textContent;
      button.textContent = "Copied";
      say("Copied");
      setTimeout(() => { button.textContent = label; }, 1200);
    }

    // Shows what a state differs in from the one before.
    function update(next, isMoving) {
      const before = state;
      state = { ...state, ...next };
      if (before.q !== state.q) shownCount = pageSize;
      if (before.q !== state.q || before.sort !== state.sort) showResults();
      if (before.matrix !== state.matrix) showMatrix();
      if (before.errors !== state.errors) {
        document.getElementById("errors").innerHTML = errorTable();
      }
      if (document.activeElement !== box) box.value = state.q;
      if (isMoving) move();
    }

    function move() {
      const isCase = state.at === "case";
      overview.hidden = isCase;
      caseElement.hidden = !isCase;
      document.title = title;
      if (isCase) showCase(state.id);
      const target = isCase ? caseElement : document.getElementById(state.at);
      if (isCase || !target) scrollTo(0, 0);
      else target.scrollIntoView();
      target?.focus({ preventScroll: true });
    }

    const go = hash => {
      update(parsed(hash).at === undefined ? { at: "" } : parsed(hash), true);
      remember(true);
    };
    addEventListener("popstate", () =>
      update({ at: "", id: "", ...usual, ...parsed(location.hash) }, true));

    box.addEventListener("input", () => {
      const isElsewhere = state.at === "case";
      update({ q: box.value, at: "results" }, false);
      if (isElsewhere) {
        move();
        box.focus();
      }
      remember(false);
    });
    document.getElementById("searchForm").addEventListener("submit", event => {
      event.preventDefault();
      update({ at: "results" }, true);
      say(document.querySelector("#results .note").textContent);
    });
    document.addEventListener("keydown", event => {
      if (event.key === "/" && document.activeElement !== box) {
        event.preventDefault();
        box.focus();
        box.select();
      } else if (event.key === "Escape") {
        if (document.activeElement === box) box.blur();
        else if (state.at === "case") go("#results");
      }
    });

    function press(button) {
      const { reveal, toggle, more, sort, key, copy: what } = button.dataset;
      if (reveal) {
        const rows = document.getElementById(reveal);
        rows.hidden = false;
        button.closest("p").remove();
        rows.querySelector("a, button")?.focus();
      } else if (toggle) {
        update({ matrix: state.matrix ? "" : "open" }, false);
        remember(false);
        document.querySelector("[data-toggle]").focus();
      } else if (more) {
        shownCount += pageSize * 5;
        showResults();
        document.querySelector("[data-more]")?.focus();
      } else if (sort) {
        update({ [sort]: nextSort(state[sort], key, !["op", "case", "runtime", "status"]
          .includes(key)) }, false);
        remember(false);
        document.querySelector(`[data-sort="${sort}"][data-key="${key}"]`).focus();
      } else if (what === "ids") {
        copy([...new Set(search(state.q).map(r => r.case.id))].join("\n"), button);
      } else if (what === "link") {
        copy(location.href.replace(/#.*$/, "") + address(state.at === "case" ? state
          : { ...state, at: "results" }), button);
      } else if (what === "text") {
        copy(button.dataset.text, button);
      }
    }

    document.addEventListener("click", event => {
      const button = event.target.closest("button");
      if (button) return press(button);
      const link = event.target.closest('a[href^="#"]');
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(link.getAttribute("href"));
    });

    // Paper has no buttons: what is folded is printed open.
    let folds = [];
    addEventListener("beforeprint", () => {
      folds = [...document.querySelectorAll("details:not([open])")];
      for (const fold of folds) fold.open = true;
    });
    addEventListener("afterprint", () => {
      for (const fold of folds) fold.open = false;
    });

    Object.assign(state, parsed(location.hash));
    showSince();
    showVerdict();
    showUnexpected();
    showCauses();
    showFlakes();
    showStandard();
    showMatrix();
    showResults();
    showConcurrency();
    document.getElementById("footer").textContent =
      "Press / to search, Esc to go back. The same facts are in results.jsonl, junit.xml " +
      "and summary.md.";
    box.value = state.q;
    if (state.at) move();
    """#
}
