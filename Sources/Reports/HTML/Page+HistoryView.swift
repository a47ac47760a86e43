extension Page {
  /// What became of one result over the newest runs.
  static let historyView = #"""
    const stepDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const spread = (code, usual) => (code || usual).length === 1
      ? (code || usual).repeat(runs.length) : code;
    // A family and whether it was a flake, a run; null where the run had no such result.
    const statusSteps = r => [...spread(data.history.status?.[r.number], "a")].map(c => c === "."
      ? null : { family: data.families[c.toLowerCase().charCodeAt(0) - 97] || "missing",
        isFlake: c !== c.toLowerCase() });
    const shareSteps = r => {
      const code = data.history.share?.[r.number];
      if (!code) return runs.map(() => r.budget);
      return [...spread(code, ".")].map(c => {
        const place = stepDigits.indexOf(c);
        return place < 0 ? null : place === 0 ? 0 : place <= 48 ? (place - 1) / 47
          : 2 ** (place - 48);
      });
    };
    const timeSteps = r => {
      const code = data.history.time?.[r.number];
      if (!code) return runs.map(() => null);
      return [...code].map(c => c === "." ? null
        : Math.max(r.ms, .05) * 2 ** ((stepDigits.indexOf(c) - 32) / 6));
    };
    const about = x => Number(x.toPrecision(2));

    function stepCells(steps) {
      const cells = steps.map((step, i) => {
        const family = step === null ? "none" : step.family === "missing" ? "not-run"
          : step.family;
        const label = step === null ? "no such result" : named(family) + (step.isFlake ? ", a flake" : "");
        return `<span class="step ${step === null ? "none" : `s-${family}`}${step?.isFlake
          ? " flake" : ""}" title="${escaped(`${runs[i][1]}: ${label}`)}">${step === null ? "·"
          : step.isFlake ? "≈" : glyphs[family]}</span>`;
      });
      const known = steps.filter(Boolean);
      const counts = tally(known);
      const label = `oldest first: ${countText(counts)} in ${plural(known.length, "run")}`;
      return `<span class="steps" role="img" aria-label="${escaped(label)}">${cells.join("")}
        </span>`;
    }

    function historyTable(steps, shares, times) {
      const rows = runs.map((run, i) => `<tr><td>${escaped(run[1])}${run[2] ? ` <code>${
        escaped(run[2])}</code>` : ""}</td><td>${steps[i] === null ? "–" : pill(steps[i].family,
        steps[i].family === "missing" ? "did not run" : steps[i].family)}${steps[i]?.isFlake
        ? ` <span class="mark">flake</span>` : ""}</td><td class="n">${shares[i] === null ? "–"
        : percent(about(shares[i]))}</td><td class="n">${times[i] === null ? "–"
        : milliseconds(about(times[i]))}</td></tr>`).reverse();
      return `<details class="runs"><summary>As a table</summary>${scroller("History",
        `<table><thead><tr><th>run</th><th>status</th><th class="n">of its bound</th>
        <th class="n">about</th></tr></thead><tbody>${rows.join("")}</tbody></table>`, "")}</details>`;
    }

    function historyFacts(r) {
      if (runs.length < 2) return "";
      if (!data.history.time) return `<dt>history</dt><dd>This page has no room for it; the history's
        folder has it.</dd>`;
      const [steps, shares, times] = [statusSteps(r), shareSteps(r), timeSteps(r)];
      const flakes = steps.filter(s => s && s.isFlake).length;
      const failing = [...steps].reverse().findIndex(s => s === null || s.family === "pass");
      const nights = failing < 0 ? steps.length : failing;
      const shareLine = line(shares, v => percent(about(v)), `${r.runtime}, share of the bound`);
      const timeLine = line(times, v => milliseconds(about(v)), `${r.runtime}, time`);
      const isConstant = shares.every(v => v === shares[0]);
      return `<dt>last ${runs.length} runs</dt><dd>${stepCells(steps)}
        <span class="soft">oldest first${nights ? `; not passing for ${plural(nights, "run")}`
        : ""}</span></dd>
        ${flakes ? `<dt>flakes</dt><dd>${flakes} of the last ${runs.length} runs</dd>` : ""}
        ${shareLine ? `<dt>share of bound</dt><dd>${isConstant ? `always ${percent(shares[0])}`
        : shareLine}</dd>` : ""}
        <dt>time over runs</dt><dd>${timeLine || "hardly differs"}${historyTable(steps, shares,
        times)}</dd>`;
    }
    """#
}
