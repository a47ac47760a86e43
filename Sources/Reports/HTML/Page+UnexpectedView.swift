extension Page {
  /// What was not expected, and what did not run.
  static let unexpectedView = #"""
    const resultRow = r => `<tr><td>${chip(r)}</td><td>${caseLink(r.case)} ${marks(r)}
      ${why(r.reason)}</td><td>${runtimeLink(r.runtime)}</td><td>${escaped(r.expected)}</td></tr>`;

    function showUnexpected() {
      const order = { regression: 0, changed: 1, improvement: 2 };
      const rank = r => [order[r.outcome], severity.indexOf(r.family)];
      const list = results.filter(isUnexpected).sort((a, b) =>
        rank(a)[0] - rank(b)[0] || rank(a)[1] - rank(b)[1] || a.number - b.number);
      const missing = results.filter(r => r.outcome === "not-run");
      const limit = 12;
      const table = list.length
        ? `<p class="note">${plural(list.length, "result")}; the gravest first, unexpected passes
          last.</p>${scroller("Not as expected", `<table><thead><tr><th>status</th>
          <th>case and reason</th><th>runtime</th><th>expected</th></tr></thead><tbody>
          ${list.slice(0, limit).map(resultRow).join("")}</tbody></table>${list.length > limit
            ? `<p class="more">${queryLink("is:unexpected", `All ${number(list.length)}`)}</p>`
            : ""}`)}`
        : missing.length ? `<p class="note">Nothing among the results that came.</p>`
        : `<p class="good-line"><b aria-hidden="true">✓</b> Nothing: every result is what the
          expectations say.</p>`;
      const reasons = [...grouped(missing, r => r.reason)].sort((a, b) => b[1].length - a[1].length);
      document.getElementById("unexpected").innerHTML = `<h2>Not as expected</h2>${table}` +
        (missing.length ? `<h3>Did not run <span class="soft">${number(missing.length)}</span></h3>
          <ul class="notes">${reasons.slice(0, 8).map(([reason, found]) => `<li>${plural(
          found.length, "result")}: ${escaped(reason || "no reason given")}</li>`).join("")}</ul>
          <p>${queryLink("is:not-run", "All that did not run")}</p>` : "");
    }
    """#
}
