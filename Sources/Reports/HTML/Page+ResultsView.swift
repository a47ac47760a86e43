extension Page {
  /// The searchable list of results.
  static let resultsView = #"""
    const pageSize = 100;
    let shownCount = pageSize;

    const resultKeys = {
      status: r => severity.indexOf(r.family), case: r => r.case.id, runtime: r => r.runtime,
      opset: r => r.case.opset, ulp: r => r.ulp, bound: r => r.budget, ms: r => r.ms,
    };
    const resultLine = r => `<tr><td>${chip(r)}</td><td>${caseLink(r.case)} ${marks(r)}
      ${why(r.reason)}</td><td>${runtimeLink(r.runtime)}</td><td>${r.case.types.map(t =>
      escaped(short(t))).join(" ")}</td><td class="n">${r.case.opset ?? "–"}</td><td class="n">${
      r.ulp === null ? "–" : number(r.ulp)}</td><td class="n">${r.budget === null ? "–"
      : percent(r.budget)}</td><td class="n">${number(r.ms)}</td></tr>`;

    const queryWords = `Words: op: subject: status: kind: dtype: main: runtime: opset: outcome: mark:
      digest: is:unexpected is:not-run is:apart ulp:&gt;N bound:&gt;% time:&gt;S; a minus sign in front
      excludes, commas are “or”.`;

    function showResults() {
      const query = state.q;
      const list = sortedBy(search(query), state.sort, resultKeys);
      const counts = tally(list);
      const examples = ["status:fail", "op:Conv dtype:f32", "kind:real", "is:unexpected",
        "mark:flake", `runtime:${runtimes[0]} -status:pass`, "opset:..12", "time:>1"];
      const head = (key, label, cell) => sortHead("sort", state.sort, key, label, cell);
      const waiting = list.length - shownCount;
      document.getElementById("results").innerHTML = `<h2>Results</h2>
        <p class="note">${query ? `${plural(list.length, "result")} for <code>${escaped(query)}
          </code> ${queryLink("", "clear")}` : `All ${plural(list.length, "result")}${foldedCount
          ? ` that are shown singly; ${number(foldedCount)} passes are counted only` : ""}`}
          ${families.filter(f => counts[f]).map(f => `· ${number(counts[f])} ${named(f)}`)
          .join(" ")}</p>
        <div class="tools"><span>Try</span> ${examples.map(e =>
          queryLink(e, `<code>${escaped(e)}</code>`)).join(" ")}
          <button data-copy="ids">Copy ids</button>
          <button data-copy="link">Copy link</button></div>
        ${scroller("Results", `<table><thead><tr>${head("status", "status")}
        ${head("case", "case and reason")}${head("runtime", "runtime")}<th>types</th>
        ${head("opset", "opset", "n")}${head("ulp", "max ULP", "n")}
        ${head("bound", "of bound", "n")}${head("ms", "ms", "n")}</tr></thead>
        <tbody>${list.slice(0, shownCount).map(resultLine).join("")}</tbody></table>
        ${list.length === 0 ? `<p class="empty">Nothing matches. ${queryWords}</p>` : ""}
        ${waiting > 0 ? `<p class="more"><button data-more="results">${number(Math.min(pageSize * 5,
          waiting))} more of ${number(waiting)}</button></p>` : ""}`)}`;
    }
    """#
}
