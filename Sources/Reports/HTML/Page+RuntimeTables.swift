extension Page {
  /// The tables of one runtime's page.
  static let runtimeTables = #"""
    function runtimeTotals(name) {
      const shown = shownFamilies();
      const lines = kinds.length > 1 ? [...kinds, "all"] : kinds;
      return `<h2>Totals</h2>${scroller("Totals", `<table class="totals"><thead><tr><th>kind</th>
        <th class="n">cases</th><th>results</th></tr></thead><tbody>${lines.map(kind => `<tr
        class="${kind === "all" ? "sum" : ""}"><th scope="row">${escaped(kind)}</th><td class="n">${
        number(caseCount(kind))}</td>${totalsCell(name, kind, shown)}</tr>`).join("")}</tbody>
        </table>${legend(shown)}`)}`;
    }

    function runtimeSurprises(name, list) {
      const found = list.filter(isUnexpected).sort((a, b) =>
        severity.indexOf(a.family) - severity.indexOf(b.family) || a.number - b.number);
      const limit = 12;
      return `<h2>Not as expected</h2>` + (found.length === 0
        ? `<p class="good-line"><b aria-hidden="true">✓</b> Nothing.</p>`
        : scroller("Not as expected", `<table><thead><tr><th>status</th><th>case and reason</th>
          <th>runtime</th><th>expected</th></tr></thead><tbody>${found.slice(0, limit)
          .map(resultRow).join("")}</tbody></table>${found.length > limit ? `<p class="more">${
          queryLink(`is:unexpected runtime:${name}`, `All ${number(found.length)}`)}</p>` : ""}`));
    }

    // Names with their counts, the most frequent first.
    const countedNames = (list, of, limit) => {
      const sorted = [...grouped(list, of)].map(([name, found]) => [name, found.length])
        .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      const rest = sorted.length - limit;
      return sorted.slice(0, limit).map(([name, count]) => `${escaped(name)}${count > 1
        ? ` <span class="soft">${number(count)}</span>` : ""}`).join(", ")
        + (rest > 0 ? ` and ${number(rest)} more` : "");
    };

    function unsupportedTable(name, list) {
      const found = list.filter(r => r.family === "unsupported");
      if (!found.length) return `<h2>Unsupported</h2><p class="note">Nothing.</p>`;
      const causes = [...grouped(found, r => r.signature)].sort((a, b) => b[1].length - a[1].length);
      const [bodies, more] = foldedRows(causes.slice(0, 300).map(([cause, group]) => {
        const query = `runtime:${name} status:unsupported cause:${quoted(cause)}`;
        return `<tr><td class="n">${queryLink(query, number(group.length))}</td><td>${escaped(cause
          || "no reason given")}</td><td>${countedNames(group, r => r.case.op || "models", 8)}</td>
          </tr>`;
      }), 12, "reasons");
      return `<h2>Unsupported</h2><p class="note">${queryLink(`runtime:${name} status:unsupported`,
        plural(found.length, "case"))}, by the reason with names and numbers taken out.</p>
        ${scroller("Unsupported", `<table class="reasons"><thead><tr><th class="n">cases</th>
        <th>reason</th><th>operators</th></tr></thead>${bodies}</table>${more}`)}`;
    }

    const worstKeys = { case: r => r.case.id, ulp: r => r.ulp, share: r => r.budget };
    function worstTable(name) {
      const list = sortedBy(results.filter(r => r.runtime === name && r.ulp !== null),
        state.worst, worstKeys);
      if (!list.length) return "";
      const head = (key, label, cell) => sortHead("worst", state.worst, key, label, cell);
      const [bodies, more] = foldedRows(list.slice(0, 60).map(r => `<tr><td class="n">${
        r.budget === null ? "–" : percent(r.budget)}</td><td class="n">${number(r.ulp)}</td><td>${
        caseLink(r.case)}</td><td>${chip(r)}</td></tr>`), 10, "of the largest");
      return `<h2>Largest errors</h2><p class="note">Of passing cases too, in units of the last
        place and as a share of the operator's own bound. ${isForeign(name) ? `For information: no verdict
        on this runtime depends on a bound.` : ""}</p>${scroller("Largest errors", `<table
        class="worst"><thead><tr>${head("share", "of its bound", "n")}${head("ulp", "max ULP", "n")}
        ${head("case", "case")}<th>status</th></tr></thead>${bodies}</table>${more}`)}`;
    }

    function runtimeCoverage(name) {
      const column = data.coverage?.columns.find(c => c[0] === name);
      if (!column) return "";
      const missing = (label, names) => !names || !names.length ? "" : `<li>${label} that no passing
        case covers: <details><summary>${number(names.length)}</summary><p>${names.map(n =>
        escaped(text(n)).replace("-", "\u2011")).join(", ")}</p></details></li>`;
      return `<h2>Coverage</h2><p class="note">What its passes cover of ${escaped(
        data.coverage.standard)}.</p>${scroller("Coverage", `<table class="coverage"><tbody>${
        coverageParts.map(([label, place]) => `<tr><th scope="row">${label}</th><td>${bar(
        ...column[place], `${name}, ${label}`)}</td></tr>`).join("")}</tbody></table>`)}
        <ul class="notes">${missing("Operators", column[5])}${missing(
        "Revisions of covered operators", column[6])}${missing("Element types", column[7])}</ul>`;
    }
    """#
}
