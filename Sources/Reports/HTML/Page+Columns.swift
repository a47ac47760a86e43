extension Page {
  /// Which runtimes have a column, and how their names are written.
  static let columns = #"""
    // More columns than this are hidden until somebody asks for them.
    const columnLimit = 8;
    const columnOf = name => data.columns[runtimes.indexOf(name)] || {};
    const profileOf = name => columnOf(name).profile || null;
    const isForeign = name => profileOf(name) !== null;

    function shownRuntimes() {
      const chosen = runtimes.filter(name => state.columns.split(",").includes(name));
      return chosen.length ? chosen : runtimes.slice(0, columnLimit);
    }

    const breakableName = name => escaped(name).replace(/[+@_.-]/g, "<wbr>$&");
    const runtimeLink = name => `<a class="column" href="#runtime=${encodeURIComponent(name)}">${
      breakableName(name)}</a>`;

    const columnSummary = () => {
      const [shown, all] = [shownRuntimes().length, runtimes.length];
      return shown === all ? `Choose among ${plural(all, "column")}`
        : `${number(shown)} of ${plural(all, "column")} shown, ${number(all - shown)} hidden`;
    };

    function columnPicker() {
      if (runtimes.length < 3) return "";
      const shown = shownRuntimes();
      return `<details class="picker"><summary>${columnSummary()}</summary>
        <fieldset><legend>Tables with a column a runtime show these. The verdict, lists and counts
        hold all.</legend>${runtimes.map(name => `<label><input type="checkbox"
        data-column="${escaped(name)}"${shown.includes(name) ? " checked" : ""}> ${
        escaped(name)}</label>`).join("")}<button data-columns="all">All</button>
        <button data-columns="">The first ${columnLimit}</button></fieldset></details>`;
    }

    // Draws anew what has a column a runtime.
    function showColumns() {
      document.getElementById("totals").innerHTML = totalsTable();
      const picker = document.querySelector(".picker");
      if (picker) picker.querySelector("summary").textContent = columnSummary();
      for (const box of document.querySelectorAll("[data-column]")) {
        box.checked = shownRuntimes().includes(box.dataset.column);
      }
      document.getElementById("coverage").innerHTML = coverageTable();
      showMatrix();
      showAgreement();
    }

    // The last column can't go.
    function chooseColumn(name, isShown) {
      const chosen = runtimes.filter(n => n === name ? isShown : shownRuntimes().includes(n));
      const usualOnes = runtimes.slice(0, columnLimit).join(",");
      const names = chosen.join(",");
      update({ columns: names === usualOnes ? "" : names }, false);
      remember(false);
    }
    """#
}
