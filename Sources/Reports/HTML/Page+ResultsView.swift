extension Page {
  /// The searchable list of results.
  static let resultsView = #"""
    const pageSize = 100;
    let shownCount = pageSize;
    let query = "";

    function showResults() {
      const list = search(query);
      const counts = tally(list);
      const examples = ["status:fail", "op:Conv dtype:f32", "kind:real", "is:unexpected",
        `runtime:${runtimes[0]} -status:pass`, "opset:..12", "time:>1"];
      document.getElementById("results").innerHTML = `<h2>Results</h2>
        <p class="note">${query ? `${plural(list.length, "result")} for <code>${escaped(query)}
          </code> ${queryLink("", "clear")}` : `All ${plural(list.length, "result")}`}
          ${data.families.filter(f => counts[f]).map(f => `· ${number(counts[f])} ${f}`)
          .join(" ")}</p>
        <div class="tools">Try ${examples.map(e => queryLink(e, `<code>${escaped(e)}</code>`))
          .join(" ")}<button data-copy="ids">Copy ids</button></div>
        <div class="card scroll"><table><thead><tr><th>status</th><th>case and reason</th>
        <th>runtime</th><th>types</th><th class="n">opset</th><th class="n">max ULP</th>
        <th class="n">ms</th></tr></thead><tbody>${list.slice(0, shownCount).map(r => `<tr>
          <td>${chip(r)}</td><td>${caseLink(r.case)}${r.reason
            ? `<span class="why">${escaped(r.reason)}</span>` : ""}</td>
          <td>${escaped(r.runtime)}</td><td>${r.case.types.map(t => escaped(short(t))).join(" ")}
          </td><td class="n">${r.case.opset ?? "–"}</td><td class="n">${r.ulp === null
            ? "–" : number(r.ulp)}</td><td class="n">${r.ms}</td></tr>`).join("")}</tbody></table>
        ${list.length === 0 ? `<p class="empty">Nothing matches. Words: op: status: kind: dtype:
          runtime: opset: outcome: is:unexpected ulp:&gt;N time:&gt;S; a minus sign in front
          excludes.</p>` : ""}${list.length > shownCount
          ? `<p><button data-more="1">${number(Math.min(pageSize * 5, list.length - shownCount))}
            more of ${number(list.length - shownCount)}</button></p>` : ""}</div>`;
    }
    """#
}
