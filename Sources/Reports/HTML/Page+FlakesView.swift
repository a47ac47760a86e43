extension Page {
  /// What comes and goes.
  static let flakesView = #"""
    function showFlakes() {
      const past = runs.length > 1 ? `the last ${number(runs.length)} runs` : "this run";
      const rows = data.flakes.map(([id, runtime, isNow, count, company, reason]) => `<tr>
        <td>${isNow ? `<span class="chip s-error"><b aria-hidden="true">≈</b>in this run</span>`
          : `<span class="soft">earlier</span>`}</td><td>${caseText(id)}${why(reason)}${company
          ? `<span class="why">Fails only after ${company.map(caseText).join(", ")}.</span>` : ""}
        </td><td>${escaped(runtimes[runtime])}</td><td class="n">${runs.length > 1
          ? `${count} of ${past}` : "–"}</td></tr>`);
      const [bodies, more] = foldedRows(rows, 12, "flakes");
      const left = data.rerunsLeft ? `<p class="note"><b class="s-error">Running again stopped:</b>
        ${plural(data.rerunCount, "unexpected result")} ran again, alone, and ${number(
        data.rerunsLeft)} more did not. Something is broken for good, and flakes among those are not
        told apart.</p>` : data.rerunCount ? `<p class="note">${plural(data.rerunCount,
        "unexpected result")} ran again, alone.</p>` : "";
      document.getElementById("flakes").innerHTML = `<h2>Flakes</h2>${left}` + (rows.length
        ? `<p class="note">Passed and did not pass, with nothing changed in between.</p>
          ${scroller("Flakes", `<table><thead><tr><th>when</th><th>case and reason</th>
          <th>runtime</th><th class="n">how often</th></tr></thead>${bodies}</table>${more}`)}`
        : `<p class="good-line"><b aria-hidden="true">✓</b> None in ${past}.</p>`);
    }
    """#
}
