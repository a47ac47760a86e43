extension Page {
  /// Elements that differ.
  static let differenceView = #"""
    const figure = x => x === null ? "–" : typeof x === "string" ? x
      : x === 0 ? "0" : Math.abs(x) < 1e-3 || Math.abs(x) >= 1e6 ? x.toExponential(2)
      : String(x);

    const elementTable = (title, list, runtime) => !list.length ? "" : `<h4>${title}</h4>
      ${scroller(title, `<table class="elements"><thead><tr><th>index</th><th>expected</th>
      <th>${escaped(runtime)}</th><th>${escaped((data.identity.runtimes.find(r => r[0] === runtime) || [])[5] || "reference")}</th>
      <th class="n">absolute</th><th class="n">relative</th><th class="n">ULP</th></tr></thead>
      <tbody>${list.map(e => `<tr><td>${escaped(e[0])}</td><td>${escaped(e[1])}</td>
      <td class="s-fail">${escaped(e[2])}</td><td>${e[3] === null ? "–" : escaped(e[3])}</td>
      <td class="n">${figure(e[4])}</td><td class="n">${figure(e[5])}</td>
      <td class="n">${e[6] === null ? "–" : number(e[6])}</td></tr>`).join("")}</tbody></table>`,
      "")}`;

    const outputView = (o, runtime) => `<h3>Output <code>${escaped(o[0])}</code></h3>
      <dl><dt>type and shape</dt><dd><code>${escaped(o[1])} [${o[2].join(", ")}]</code></dd>
      <dt>compared</dt><dd>${number(o[4])} of ${number(o[3])} elements,
        <b class="s-fail">${number(o[5])} differ</b> by more than the tolerance</dd>
      <dt>largest difference</dt><dd>absolute ${figure(o[6])}, relative ${figure(o[7])},
        ${o[13] === null ? "" : `of the largest number ${figure(o[13])}, `}ULP ${o[8] === null ? "–" : number(o[8])}</dd>
      <dt>NaN</dt><dd>${number(o[9])} expected, ${number(o[10])} found</dd></dl>
      ${elementTable("Worst elements", o[12], runtime)}
      ${elementTable("First elements", o[11], runtime)}`;

    function attemptTable(attempts) {
      if (!attempts) return "";
      return `<h3>Attempts</h3>${scroller("Attempts", `<table><thead><tr><th class="n">number</th>
        <th>status and reason</th><th>how</th><th class="n">time</th></tr></thead><tbody>${
        attempts.map((a, i) => `<tr><td class="n">${i + 1}</td><td>${statusChips(a[0])}${why(a[1])}
        </td><td>${a[3] ? "alone" : "in the run"}</td><td class="n">${milliseconds(a[2])}</td></tr>`)
        .join("")}</tbody></table>`, "")}`;
    }
    """#
}
