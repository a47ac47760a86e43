extension Page {
  /// Operator × element type: one glyph where all runtimes agree, else one a runtime, or a count a
  /// status where there are many.
  static let matrixView = #"""
    // By operator, type and runtime: counts by family.
    const matrixCells = (() => {
      const cells = new Map();
      const add = (op, types, runtime, family, count) => {
        if (!op) return;
        for (const type of types) {
          const key = `${op}\n${type}\n${runtime}`;
          const counts = cells.get(key) || {};
          counts[family] = (counts[family] || 0) + count;
          cells.set(key, counts);
        }
      };
      for (const r of results) add(r.case.op, r.case.matrixTypes, r.runtime, r.family, 1);
      for (const f of folded) add(f.op, f.types, f.runtime, "pass", f.count);
      return cells;
    })();

    const worstOf = counts => severity.find(f => counts[f]);
    const countText = counts => families.filter(f => counts[f])
      .map(f => `${counts[f]} ${named(f)}`).join(", ");

    const matrixLink = (op, type, runtime, family, facts, count = 0) => {
      const query = `subject:${op} main:${short(type)}${runtime ? ` runtime:${runtime}` : ""}`;
      return `<a class="s-${family}" tabindex="-1" href="#q=${encodeURIComponent(query)}"
        title="${escaped(facts)}" aria-label="${escaped(facts)}">${glyphs[family]}${count
        ? `<small>${count}</small>` : ""}</a>`;
    };

    // So many glyphs side by side are told apart.
    const glyphLimit = 4;

    function matrixCell(op, type, runtimes) {
      const found = runtimes.map(r => matrixCells.get(`${op}\n${type}\n${r}`));
      const name = `${op}, ${type}`;
      if (!found.some(Boolean)) {
        return `<td><span class="none" title="${escaped(name)}: not tested">·</span></td>`;
      }
      const worst = found.map(counts => counts && worstOf(counts));
      if (worst.every(f => f === worst[0])) {
        const texts = found.map(countText);
        const facts = texts.every(t => t === texts[0])
          ? `${name}: ${texts[0]}${runtimes.length > 1 ? " on every runtime" : ""}`
          : `${name}: ${texts.map((t, i) => `${runtimes[i]} ${t}`).join("; ")}`;
        return `<td>${matrixLink(op, type, null, worst[0], facts)}</td>`;
      }
      if (runtimes.length > glyphLimit) return crowdedCell(op, type, runtimes, found, worst);
      return `<td><span class="cell">${found.map((counts, i) => counts
        ? matrixLink(op, type, runtimes[i], worst[i], `${name}, ${runtimes[i]}: ${countText(counts)}`)
        : `<span class="none" title="${escaped(`${name}, ${runtimes[i]}`)}: not tested">·</span>`)
        .join("")}</span></td>`;
    }

    // A glyph a status and how many runtimes have it, the gravest first.
    function crowdedCell(op, type, runtimes, found, worst) {
      return `<td><span class="cell">${severity.filter(f => worst.includes(f)).map(f => {
        const names = runtimes.filter((_, i) => worst[i] === f);
        const facts = `${op}, ${type}: ${names.map(n =>
          `${n} ${countText(found[runtimes.indexOf(n)])}`).join("; ")}`;
        return matrixLink(op, type, names.join(","), f, facts, names.length);
      }).join("")}</span></td>`;
    }

    function showMatrix() {
      const runtimes = shownRuntimes();
      const types = [...new Set([...cases.filter(c => c.op).flatMap(c => c.matrixTypes),
        ...folded.filter(f => f.op).flatMap(f => f.types)])].sort((a, b) => {
        const [i, j] = [typeOrder.indexOf(a), typeOrder.indexOf(b)];
        return (i < 0 ? 99 : i) - (j < 0 ? 99 : j) || (a < b ? -1 : 1);
      });
      const ops = [...new Set([...cases.map(c => c.op), ...folded.map(f => f.op)].filter(Boolean))]
        .sort();
      const open = new Set(results.filter(r => r.family !== "pass").map(r => r.case.op)
        .filter(Boolean));
      const isOpenOnly = state.matrix === "open";
      const shown = isOpenOnly ? ops.filter(o => open.has(o)) : ops;
      const used = families.filter(f => f === "pass" && foldedCount ||
        results.some(r => r.family === f));
      const element = document.getElementById("matrix");
      element.innerHTML = `<h2>Operators × element types</h2>
        <p class="note">Each cell shows the worst status of its cases${runtimes.length > 1
          ? `: one glyph where all ${runtimes.length} runtimes agree, else ${
            runtimes.length > glyphLimit
            ? "one a status, with how many of them have it; its title names them"
            : `one each, from left to right ${runtimes.map(escaped).join(", ")}`}`
          : ` on ${escaped(runtimes[0] || "")}`}.
          The type is that of the first input and of the first output. The arrow keys move between
          cells. <a href="#results">Skip the matrix</a></p>
        <div class="tools">${legend(used)}${open.size || isOpenOnly ? `<button
          data-toggle="matrix" aria-pressed="${isOpenOnly}">Only the ${number(open.size)} with open
          cases</button>` : ""}</div>
        ${shown.length === 0 ? `<p class="note">No operator ${isOpenOnly ? "has open cases"
          : "has cases of its own"}.</p>` : `<div class="card grid"><table><thead><tr>
        <th scope="col">operator</th>${types.map(t => `<th scope="col" title="${escaped(t)}">${
        escaped(short(t))}</th>`).join("")}</tr></thead><tbody>${shown.map(op => `<tr>
        <th scope="row"><a tabindex="-1" href="#q=${encodeURIComponent(`op:${op}`)}">${escaped(op)}
        </a></th>${types.map(t => matrixCell(op, t, runtimes)).join("")}</tr>`).join("")}</tbody></table>
        </div>`}`;
      element.querySelector(".grid a")?.setAttribute("tabindex", "0");
    }
    """#
}
