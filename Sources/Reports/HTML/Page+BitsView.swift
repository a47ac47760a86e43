extension Page {
  /// Which of the project's runtimes gave the same bits, sums fused exactly.
  static let bitsView = #"""
    function showBits() {
      const report = data.bits;
      const pair = ([a, b, equal, compared, elements, differing, flushed, verdict, operators, apart]) =>
        `<tr><td>${pill(apart.length ? "fail" : "pass", apart.length ? "differ" : "equal")}</td>
          <th scope="row">${escaped(a)} and ${escaped(b)}</th>
          <td class="n">${equal} of ${compared}</td><td class="n">${differing} of ${elements}</td>
          <td class="n">${flushed}</td><td>${escaped(verdict)}${apart.length === 0 ? ""
          : `<details><summary>${plural(apart.length, "case")}</summary>
          <p class="note">${operators.map(([name, own, of, differ]) => `${escaped(name)}: ${own} of
          ${plural(of, "case")}, ${plural(differ, "element")}`).join("; ")}.</p>
          <ul>${apart.map(([id, reason]) => `<li><a href="#case=${encodeURIComponent(id)}">
          ${escaped(id)}</a> ${escaped(reason)}</li>`).join("")}</ul></details>`}</td></tr>`;
      document.getElementById("bits").innerHTML = `<h2>Equal bits</h2>` + (report
        ? `<p class="note">No tolerance: every bit of every output, a NaN being any other. ${report.git
          ? `Of commit ${commitText(report.git)}: ` : ""}${escaped(report.program)} on
          ${escaped(report.host)}, ${escaped(report.runAt)}.</p>
          ${scroller("Equal bits", `<table><thead><tr><th>outcome</th><th>runtimes</th>
          <th class="n">equal cases</th><th class="n">elements that differ</th>
          <th class="n">flushed</th><th>in words</th></tr></thead>
          <tbody>${report.pairs.map(pair).join("")}</tbody></table>`)}
          <ul class="note">${report.runtimes.map(([name, identity]) => `<li>${escaped(name)}:
          ${escaped(identity)}</li>`).join("")}</ul>`
        : `<p class="note">Compared apart from this run: <code>wonnx-conform bits --json
          bits.json</code> in the reports' folder puts the table here.</p>`);
    }
    """#
}
