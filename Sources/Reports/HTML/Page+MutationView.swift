extension Page {
  /// Which planted faults the suite's judges notice.
  static let mutationView = #"""
    const judgeNames = { official: "the official rule", bound: "operators' bounds",
      draws: "distributions" };
    function showMutation() {
      const report = data.mutation;
      const share = ([caught, of]) => `${caught} of ${of} (${of === 0 ? "–" :
        `${Math.floor(1000 * caught / of) / 10} %`})`;
      const scores = (title, list) => {
        const [bodies, more] = foldedRows(list.map(([name, caught, of]) => `<tr><th scope="row">
          ${escaped(name)}</th><td>${bar(caught, of, name)}</td></tr>`), 12, `${title}: show all`);
        return list.length === 0 ? "" : `<h3>${escaped(title)}</h3>${scroller(title, `<table
          class="coverage"><thead><tr><th>${escaped(title)}</th><th>caught</th></tr></thead>
          ${bodies}</table>${more}`)}`;
      };
      const found = (title, list) => list.length === 0 ? "" : `<details><summary>${plural(
        list.length, title)}</summary><ul>${list.join("")}</ul></details>`;
      document.getElementById("mutation").innerHTML = `${caseCoverage()}<h2>What the judges
        notice</h2>` + (report
        ? `<p class="note">Faults planted into the suite's own nodes, such as factors rounded to TF32 or
          an attribute that is not heeded, and legitimate results, which have to pass. ${report.git
          ? `Of commit ${commitText(report.git)}: ` : ""}${escaped(report.program)} on
          ${escaped(report.host)}, ${escaped(report.runAt)}, ${plural(report.cases, "case")}.</p>
          <p><strong>${share(report.score)}</strong> faults are caught, by ${report.judges.map(
          ([name, score]) => `${judgeNames[name]} alone ${share(score)}`).join(", ")};
          <strong>${plural(report.alarms.length, "false alarm")}</strong> in ${report.legitimate}
          legitimate results.</p>
          ${scores("Kinds of fault", report.kinds)}${scores("Operators", report.operators)}
          ${found("missed fault", report.missed.map(([op, fault, id]) => `<li>${escaped(op)}:
          ${escaped(fault)} <a href="#case=${encodeURIComponent(id)}">${escaped(id)}</a></li>`))}
          ${found("false alarm", report.alarms.map(([id, op, fault, reason]) => `<li>
          <a href="#case=${encodeURIComponent(id)}">${escaped(id)}</a> ${escaped(op)},
          ${escaped(fault)}: ${escaped(reason)}</li>`))}`
        : `<p class="note">Asked apart from this run: <code>wonnx-conform mutate --json
          mutation.json</code> in the reports' folder puts the scores here.</p>`);
    }
    """#
}
