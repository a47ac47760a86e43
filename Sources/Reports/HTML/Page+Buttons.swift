extension Page {
  /// What the page's buttons do.
  static let buttons = #"""
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

    function press(button) {
      const { reveal, toggle, more, sort, key, columns: names, copy: what } = button.dataset;
      if (reveal) {
        const rows = document.getElementById(reveal);
        rows.hidden = false;
        button.closest("p").remove();
        rows.querySelector("a, button")?.focus();
      } else if (toggle) {
        update({ matrix: state.matrix ? "" : "open" }, false);
        remember(false);
        document.querySelector("[data-toggle]").focus();
      } else if (names !== undefined) {
        update({ columns: names === "all" && runtimes.length > columnLimit ? runtimes.join(",")
          : "" }, false);
        remember(false);
      } else if (more === "agreement") {
        agreementLimit += agreementStep * 2;
        showAgreement();
        document.querySelector("[data-more=agreement]")?.focus();
      } else if (more) {
        shownCount += pageSize * 5;
        showResults();
        document.querySelector("[data-more=results]")?.focus();
      } else if (sort) {
        update({ [sort]: nextSort(state[sort], key, !["op", "case", "runtime", "status"]
          .includes(key)) }, false);
        remember(false);
        document.querySelector(`[data-sort="${sort}"][data-key="${key}"]`).focus();
      } else if (what === "ids") {
        copy([...new Set(search(state.q).map(r => r.case.id))].join("\n"), button);
      } else if (what === "link") {
        copy(location.href.replace(/#.*$/, "") + address(pages.includes(state.at) ? state
          : { ...state, at: "results" }), button);
      } else if (what === "text") {
        copy(button.dataset.text, button);
      }
    }
    """#
}
