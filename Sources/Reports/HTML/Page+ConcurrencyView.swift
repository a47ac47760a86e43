extension Page {
  /// The checks that the project satisfies strict concurrency.
  static let concurrencyView = #"""
    function showConcurrency() {
      const report = data.concurrency;
      const names = { holds: ["pass", "holds"], broken: ["fail", "broken"],
        unavailable: ["missing", "not made"] };
      const row = ([name, claim, outcome, summary, seconds, details]) => {
        const [family, label] = names[outcome];
        const more = details.length === 0 ? "" : `<details><summary>${plural(details.length,
          "part")}</summary><ul>${details.map(d => `<li>${escaped(d)}</li>`).join("")}</ul>
          </details>`;
        return `<tr><td>${pill(family, label)}</td><th scope="row"><code>${escaped(name)}</code></th>
          <td>${escaped(claim)}<p class="note">${escaped(summary)}</p>${more}</td>
          <td class="n">${seconds} s</td></tr>`;
      };
      document.getElementById("concurrency").innerHTML = `<h2>Strict concurrency</h2>` + (report
        ? `<p class="note">${escaped(report.verdict)} ${report.git ? `Of commit
          ${commitText(report.git)}: ` : ""}${escaped(report.program)} on ${escaped(report.host)},
          ${escaped(report.runAt)}.</p>${scroller("Checks of concurrency", `<table><thead><tr>
          <th>outcome</th><th>check</th><th>what was shown</th><th class="n">time</th></tr></thead>
          <tbody>${report.rows.map(row).join("")}</tbody></table>`)}`
        : `<p class="note">Checked apart from this run: <code>wonnx-conform concurrency --json
          concurrency.json</code> in the reports' folder puts the table here.</p>`);
    }
    """#
}
