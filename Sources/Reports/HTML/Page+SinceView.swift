extension Page {
  /// What changed since the last run, and what is still worse than the baseline.
  static let sinceView = #"""
    const side = s => `<span class="run"><code>${escaped(s[0] || "unnamed")}</code>
      <span class="soft">${[s[2] && `commit ${s[2]}`, s[1]].filter(Boolean).map(escaped)
      .join(", ")}</span></span>`;
    const noteList = notes => notes.length ? `<ul class="notes">${notes.map(n =>
      `<li>${escaped(n)}</li>`).join("")}</ul>` : "";
    const alterations = { slower: "slower", faster: "faster", flake: "flake", host: "on the host" };
    const change = ([, , before, after], group) => {
      if (before !== null && before === after) {
        return `${statusChips(after)} <span class="mark">${alterations[group] || "changed"}</span>`;
      }
      const sides = [before, after].filter(status => status !== null).map(statusChips);
      return sides.join(` <span class="arrow" role="img" aria-label="then">→</span> `);
    };
    const speed = e => e[6] === null && e[7] === null ? "" : `<span class="why">${[
      e[6] === null ? "" : `${e[6]} × the time`, e[7] === null ? "" : `${e[7]} × the noise`]
      .filter(Boolean).join(", ")}</span>`;
    const entryRow = (e, last) => `<tr><td>${change(e, e[8])}</td><td>${caseText(e[0])}${why(e[4])}
      ${speed(e)}</td><td>${e[1] === null ? "" : escaped(e[1])}</td>${last}</tr>`;

    function diffGroup([name, title, count, entries]) {
      const [bodies, more] = foldedRows(entries.map(e => entryRow(e, "")), 8, "of these");
      const lost = count - entries.length;
      return `<h3>${escaped(title)} <span class="soft">${number(count)}</span></h3>
        ${scroller(title, `<table class="changes" data-group="${name}"><thead><tr><th>change</th>
        <th>case and reason</th><th>runtime</th></tr></thead>${bodies}</table>${more}${lost > 0
        ? `<p class="note">The page holds the first ${number(entries.length)};
          <code>wonnx-conform diff</code> lists all.</p>` : ""}`)}`;
    }

    function stillWorse(b) {
      if (!b) return "";
      const nights = n => `<td class="n">${n ? plural(n, "run") : "–"}</td>`;
      const [bodies, more] = foldedRows(b.entries.map((e, i) =>
        entryRow(e, nights(b.nights[i]))), 8, "of these");
      return `<h3 id="still">Still worse since ${escaped(b.before[0] || "the baseline")}
        <span class="soft">${number(b.count)}</span></h3><p class="note">Against the last accepted
        run, or the one that was named: ${side(b.before)}</p>${noteList(b.notes)}` +
        (b.entries.length === 0
        ? `<p class="good-line"><b aria-hidden="true">✓</b> Nothing is worse than it was then, in
          ${plural(b.compared, "result")}.</p>`
        : scroller("Still worse", `<table class="changes"><thead><tr><th>change</th>
          <th>case and reason</th><th>runtime</th><th class="n">not passing for</th></tr></thead>
          ${bodies}</table>${more}`));
    }

    function showSince() {
      const s = data.since;
      const element = document.getElementById("since");
      if (!s) {
        const advice = runs.length === 0
          ? `This page knows of no earlier run: with <code>--history FOLDER</code> each run is kept,
            and the next page opens on what changed.`
          : runs.length === 1 ? `This is the first run of these cases that the history knows; the
            next page opens on what changed.`
          : `The record of the run before this one is not kept, so nothing says what changed;
            the history has ${plural(runs.length, "run")} of these cases.`;
        element.innerHTML = `<h2>Since last night</h2><p class="note">${advice}</p>
          ${stillWorse(data.baseline)}`;
        return;
      }
      const isQuiet = s.groups.length === 0;
      const tone = isQuiet ? "good" : s.exit === 1 ? "" : s.exit === 5 ? "good" : "warn";
      const sides = `<span>from ${side(s.before)}</span> <span>to ${side(s.after)}</span>`;
      element.innerHTML = `<h2>Since last night</h2>` + (isQuiet
        ? `<p class="good-line"><b aria-hidden="true">✓</b> ${escaped(s.verdict)}
          <span class="sides">${sides}</span></p>${noteList(s.notes)}`
        : `<div class="card hero ${tone}"><p class="big">${escaped(s.verdict)}</p>
          <p class="sides">${sides}</p>
          ${noteList(s.notes)}</div>${s.groups.map(diffGroup).join("")}`)
        + stillWorse(data.baseline);
    }
    """#
}
