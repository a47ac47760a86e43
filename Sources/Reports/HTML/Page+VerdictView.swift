extension Page {
  /// The verdict and the totals.
  static let verdictView = #"""
    const exits = {
      0: "everything is as expected", 1: "there are unexpected results",
      3: "cases did not run", 4: "the workers or the device failed",
      5: "the only surprises are passes", 129: "the run was hung up",
      130: "the run was interrupted", 143: "the run was terminated",
    };

    const shownFamilies = () => families.filter(f => f === "pass" && foldedCount ||
      results.some(r => r.family === f));
    const caseCount = kind => data.kinds.reduce((sum, k) =>
      sum + (kind === "all" || k[0] === kind ? k[1] : 0), 0);
    const totalsCell = (runtime, kind, shown) => {
      const counts = totals(runtime, kind);
      const where = `runtime:${runtime}` + (kind === "all" ? "" : ` kind:${kind}`);
      return `<td>${stack(counts)}<span class="counts">${shown.filter(f => counts[f])
        .map(f => `<a class="s-${f}" title="${named(f)}" aria-label="${counts[f]} ${named(f)}"
          href="#q=${encodeURIComponent(`${where} status:${f}`)}"><b aria-hidden="true">${
          glyphs[f]}</b> ${number(counts[f])}</a>`).join("")}</span></td>`;
    };

    function totalsTable() {
      const shown = shownFamilies();
      const columns = shownRuntimes();
      const lines = kinds.length > 1 ? [...kinds, "all"] : kinds;
      const rows = lines.map(kind => `<tr class="${kind === "all" ? "sum" : ""}">
        <th scope="row">${escaped(kind)}</th><td class="n">${number(caseCount(kind))}</td>
        ${columns.map(runtime => totalsCell(runtime, kind, shown)).join("")}</tr>`);
      const past = runs.length < 2 ? "" : `<tr class="past"><th scope="row">${number(runs.length)}
        runs</th><td></td>${columns.map(r => `<td>${runBars(runtimes.indexOf(r), r)}</td>`)
        .join("")}</tr>`;
      return scroller("Totals", `<table class="totals"><thead><tr><th>kind</th>
        <th class="n">cases</th>${columns.map(r => `<th class="name"
        style="width:${Math.floor(76 / columns.length)}%">${runtimeLink(r)}</th>`).join("")}</tr>
        </thead><tbody>${rows.join("")}${past}</tbody></table>${legend(shown)}${past ? `<p
        class="legend">A bar a run: what did not pass. A triangle: some of it was not expected.</p>`
        : ""}`);
    }

    function showVerdict() {
      const id = data.identity;
      document.getElementById("suite").textContent = id.suite;
      document.getElementById("title").textContent = `Conformance to ${id.suite}`;
      const unexpected = results.some(isUnexpected);
      const tone = data.exit === 5 || data.exit === 0 && unexpected ? "warn"
        : data.exit === 0 ? "good" : "";
      const [compared, elements] = data.elements;
      const notRun = results.filter(r => r.outcome === "not-run").length;
      document.getElementById("verdict").innerHTML = `
        <div class="card hero ${tone}"><h2 class="big">${escaped(data.verdict)}</h2>
        <p>Exit status ${data.exit}: ${escaped(data.exitReason || exits[data.exit] ||
          "see the log")}. Compared
        ${number(compared)} of ${number(elements)} elements in the outputs that came;
        ${number(id.selectedCount)} of the suite's ${number(id.suiteCount)} cases were chosen.
        ${notRun ? `${queryLink("is:not-run", `${plural(notRun, "result")} did not run`)}, which
          says nothing for or against them.` : ""}
        ${foldedCount ? `With so many cases, ${number(foldedCount)} passes are shown as counts, and
          the rest singly; results.jsonl has them all.` : ""}</p>${noteList(data.notes)}</div>
        <div class="two${runtimes.length > 4 ? " many" : ""}"><div>${columnPicker()}<div id="totals">
        ${totalsTable()}</div></div>${runCard()}</div>`;
    }
    """#
}
