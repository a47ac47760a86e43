extension Page {
  /// What the passes are worth: coverage, errors, times.
  static let standardView = #"""
    const coverageParts = [["operators", 1], ["revisions of operators", 2],
      ["operator × element type", 3], ["element types", 4]];
    function coverageTable() {
      const c = data.coverage;
      if (!c) return `<p class="note">How much of the standard this covers is not known here: the
        suite's schemas say it.</p>`;
      const columns = shownRuntimes().map(name => c.columns.find(column => column[0] === name))
        .filter(Boolean);
      return `<p class="note">What the passes cover of ${escaped(c.standard)}.</p>
        ${scroller("Coverage", `<table class="coverage"><thead><tr><th>part</th>${columns.map(
        column => `<th class="name">${runtimeLink(column[0])}</th>`).join("")}</tr></thead><tbody>${
        coverageParts.map(([label, place]) => `<tr><th scope="row">${label}</th>${columns.map(
        column =>
          `<td>${bar(...column[place], `${column[0]}, ${label}`)}</td>`).join("")}</tr>`)
        .join("")}</tbody></table>`)}`;
    }

    const errorKeys = {
      op: e => e[0].toLowerCase(), ulp: e => e[1], share: e => real(e[4]),
    };
    function errorTable() {
      const list = sortedBy(data.errors, state.errors, errorKeys);
      const where = (id, runtime) => id === null ? "" : `${caseText(id)}
        <span class="soft">${escaped(runtimes[runtime])}</span>`;
      const rows = list.map(e => `<tr><th scope="row">${queryLink(`op:${e[0]}`, escaped(e[0]))}</th>
        <td class="n ${real(e[4]) > 1 ? "s-error" : ""}">${e[4] === null ? "–" : `${percent(
        real(e[4]))}${real(e[4]) > 1 ? " outside" : ""}`}</td><td>${where(e[5], e[6])}</td>
        <td class="n">${e[1] === null ? "–" : number(Number(e[1]))}</td><td>${where(e[2], e[3])}</td>
        </tr>`);
      const [bodies, more] = foldedRows(rows, 12, "operators: show all");
      const outside = data.errors.filter(e => real(e[4]) > 1).length;
      return `<h3>Largest error of each operator</h3><p class="note">Over everything that passes, in
        units of the last place, and as a share of the operator's own bound; the suite's tolerance is
        wider than most bounds. ${runtimes.some(isForeign) ? `Other people's runtimes know nothing of
        these bounds: their errors are on their own pages.` : ""} ${outside
        ? `${plural(outside, "operator is", "operators are")} outside in some case.` : ""}</p>${scroller("Largest errors", `<table><thead><tr>
        ${sortHead("errors", state.errors, "op", "operator")}
        ${sortHead("errors", state.errors, "share", "of its bound", "n")}<th>where</th>
        ${sortHead("errors", state.errors, "ulp", "max ULP", "n")}<th>where</th></tr></thead>
        ${bodies}</table>${more}`)}`;
    }

    function slowestTable() {
      if (data.slowest.length === 0) return "";
      const most = data.slowest[0][2];
      const [bodies, more] = foldedRows(data.slowest.map(([id, runtime, ms]) => `<tr>
        <td class="n">${milliseconds(ms)}</td><td class="meters s-unsupported"><span class="meter"
        style="width:${100 * ms / most}%"></span></td><td>${caseText(id)}</td>
        <td>${escaped(runtimes[runtime])}</td></tr>`), 8, "slow cases");
      return `<h3>Slowest</h3>${scroller("Slowest", `<table><thead><tr><th class="n">time</th>
        <td></td><th>case</th><th>runtime</th></tr></thead>${bodies}</table>${more}`)}`;
    }

    function showStandard() {
      document.getElementById("standard").innerHTML = `<h2>What the passes are worth</h2>
        <div id="coverage">${coverageTable()}</div>
        <div id="errors">${data.errors.length ? errorTable() : ""}</div>
        ${slowestTable()}${looseView()}`;
    }
    """#
}
