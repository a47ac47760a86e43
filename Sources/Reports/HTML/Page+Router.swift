extension Page {
  /// Takes the reader from view to view, by mouse, keyboard and address.
  static let router = #"""
    const title = document.title;
    const overview = document.getElementById("overview");
    const box = document.getElementById("search");

    // Shows what a state differs in from the one before.
    function update(next, isMoving) {
      const before = state;
      state = { ...state, ...next };
      if (before.q !== state.q) shownCount = pageSize;
      if (before.agree !== state.agree) agreementLimit = agreementStep;
      if (before.columns !== state.columns) showColumns();
      else if (before.agree !== state.agree) showAgreement();
      if (before.q !== state.q || before.sort !== state.sort) showResults();
      if (before.matrix !== state.matrix) showMatrix();
      if (before.worst !== state.worst && state.at === "runtime") {
        document.getElementById("worst").innerHTML = worstTable(state.id);
      }
      if (before.errors !== state.errors) {
        document.getElementById("errors").innerHTML = errorTable();
      }
      if (document.activeElement !== box) box.value = state.q;
      if (isMoving) move();
    }

    function move() {
      const isPage = pages.includes(state.at);
      overview.hidden = isPage;
      for (const page of pages) document.getElementById(page).hidden = page !== state.at;
      document.title = title;
      if (state.at === "case") showCase(state.id);
      if (state.at === "runtime") showRuntime(state.id);
      const target = document.getElementById(state.at);
      if (isPage || !target) scrollTo(0, 0);
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
      const isElsewhere = pages.includes(state.at);
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
        else if (state.at === "runtime") go("#verdict");
      }
    });

    document.addEventListener("click", event => {
      const button = event.target.closest("button");
      if (button) return press(button);
      const link = event.target.closest('a[href^="#"]');
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(link.getAttribute("href"));
    });

    document.addEventListener("change", event => {
      const { column, choose } = event.target.dataset;
      if (column !== undefined) chooseColumn(column, event.target.checked);
      if (choose !== undefined) {
        update({ agree: withOperator(event.target.value) }, false);
        remember(false);
        document.querySelector("[data-choose]").focus();
      }
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
    showAgreement();
    showFlakes();
    showStandard();
    showMatrix();
    showResults();
    showBits();
    showMutation();
    showConcurrency();
    document.getElementById("footer").textContent =
      "Press / to search, Esc to go back. The same facts are in results.jsonl, junit.xml " +
      "and summary.md.";
    box.value = state.q;
    if (state.at) move();
    """#
}
