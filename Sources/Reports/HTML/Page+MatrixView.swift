extension Page {
  /// Operator × element type, one glyph a runtime.
  static let matrixView = #"""
    let matrixOnlyOpen = false;

    function showMatrix() {
      const types = [...new Set(cases.filter(c => c.op).flatMap(c => c.matrixTypes))]
        .sort((a, b) => {
          const [i, j] = [typeOrder.indexOf(a), typeOrder.indexOf(b)];
          return (i < 0 ? 99 : i) - (j < 0 ? 99 : j) || (a < b ? -1 : 1);
        });
      const cells = new Map();
      for (const r of results) {
        if (!r.case.op) continue;
        for (const type of r.case.matrixTypes) {
          const key = `${r.case.op}\n${type}\n${r.runtime}`;
          if (!cells.has(key)) cells.set(key, []);
          cells.get(key).push(r);
        }
      }
      const ops = [...new Set(cases.map(c => c.op).filter(Boolean))].sort();
      const open = new Set(results.filter(r => r.family !== "pass").map(r => r.case.op));
      const shown = matrixOnlyOpen ? ops.filter(o => open.has(o)) : ops;
      const cell = (op, type, runtime) => {
        const list = cells.get(`${op}\n${type}\n${runtime}`);
        const name = `${op}, ${type}, ${runtime}`;
        if (!list) return `<span class="none" title="${escaped(name)}: not tested">·</span>`;
        const counts = tally(list);
        const worst = severity.find(f => counts[f]);
        const facts = data.families.filter(f => counts[f]).map(f => `${counts[f]} ${f}`);
        return `<a class="s-${worst}" href="#q=${encodeURIComponent(
          `subject:${op} main:${short(type)} runtime:${runtime}`)}" title="${escaped(
          `${name}: ${facts.join(", ")}`)}" aria-label="${escaped(
          `${name}: ${facts.join(", ")}`)}">${glyphs[worst]}</a>`;
      };
      const used = data.families.filter(f => results.some(r => r.family === f));
      document.getElementById("matrix").innerHTML = `<h2>Operators × element types</h2>
        <p class="note">Each cell shows the worst status of its cases${runtimes.length > 1
          ? `, from left to right ${runtimes.map(escaped).join(", ")}` : ` on ${escaped(runtimes[0])}`}.
          The type is that of the first input and of the first output.</p>
        <div class="tools"><span class="legend">${used.map(f =>
          `<span><b class="s-${f}">${glyphs[f]}</b> ${f}</span>`).join("")}
          <span><b>·</b> not tested</span></span>
          <button data-toggle="matrix" aria-pressed="${matrixOnlyOpen}">${matrixOnlyOpen
            ? `Show all ${ops.length} operators`
            : `Only the ${open.size - (open.has(null) ? 1 : 0)} with open cases`}</button></div>
        <div class="card grid" tabindex="0"><table><thead><tr><th scope="col">operator</th>
        ${types.map(t => `<th scope="col" title="${escaped(t)}">${escaped(short(t))}</th>`)
          .join("")}</tr></thead><tbody>${shown.map(op => `<tr><th scope="row">${queryLink(
          `op:${op}`, escaped(op))}</th>${types.map(t => `<td><span class="cell">${runtimes
          .map(r => cell(op, t, r)).join("")}</span></td>`).join("")}</tr>`).join("")}
        </tbody></table></div>`;
    }
    """#
}
