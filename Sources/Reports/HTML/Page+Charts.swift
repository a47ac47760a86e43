extension Page {
  /// Drawings of a few pixels, each with its numbers in words.
  static let charts = #"""
    const stack = counts => {
      const total = Object.values(counts).reduce((a, b) => a + b, 0) || 1;
      const parts = families.filter(f => counts[f]);
      return `<div class="stack" role="img" aria-label="` +
        `${parts.map(f => `${counts[f]} ${named(f)}`).join(", ") || "none"}">` +
        parts.map(f => `<i class="s-${f}" style="width:${100 * counts[f] / total}%"></i>`)
          .join("") + "</div>";
    };
    const bar = (covered, total, label) => `<div class="share"><div class="stack" role="img"
      aria-label="${escaped(label)}: ${covered} of ${total}"><i class="s-pass"
      style="width:${100 * covered / (total || 1)}%"></i></div><span>${number(covered)} of
      ${number(total)}</span></div>`;

    // Pixels at the usual text size, and no wider than there is room.
    const canvas = (width, height) => `viewBox="0 0 ${width} ${height}"
      style="width:${width / 16}rem"`;

    // A bar a run: how many did not pass; a triangle over runs with unexpected results.
    const runBars = (column, runtime) => {
      const values = runs.map(run => run[4][column]);
      const most = Math.max(...values.map(v => v ? v[1] : 0));
      const known = values.filter(Boolean);
      if (known.length < 2) return "";
      const [width, height] = [5, most ? 34 : 10];
      const bars = values.map((v, i) => {
        if (!v) return `<g><title>${escaped(runs[i][1])}: not run</title><rect x="${i * width}"
          y="${height - 1}" width="4" height="1" class="gap"/></g>`;
        const size = v[1] === 0 ? most ? 2 : 6 : Math.max(3, 24 * v[1] / most);
        const facts = [`${number(v[0])} pass`, `${number(v[1])} not`, `${number(v[2])} unexpected`,
          plural(v[3], "flake")].join(", ");
        return `<g class="${v[2] ? "s-fail" : v[1] ? "s-unsupported" : "s-pass"}">
          <title>${escaped(`${runs[i][1]}${runs[i][2] ? ` (${runs[i][2]})` : ""}: ${facts}`)}
          </title>
          <rect x="${i * width}" y="0" width="${width}" height="${height}" fill="none"
          pointer-events="all"/><rect x="${i * width}" y="${height - size}" width="4"
          height="${size}"/>${v[2] ? `<path d="M${i * width} 0h4l-2 5z"/>` : ""}</g>`;
      });
      const others = known.map(v => v[1]);
      const label = `${runtime}, results that did not pass in the last ${plural(values.length,
        "run")}: ${Math.min(...others)} to ${Math.max(...others)}, now ${others.at(-1)}`;
      return `<svg class="spark" ${canvas(values.length * width, height)} role="img"
        aria-label="${escaped(label)}">${bars.join("")}</svg>`;
    };

    // A line over the runs, on a scale from 0, with gaps where there is no value.
    const line = (values, words, name) => {
      const known = values.filter(v => v !== null);
      if (known.length < 2) return "";
      const [least, most] = [Math.min(...known), Math.max(...known)];
      const [width, height] = [8, 30];
      const y = v => height - 3 - (height - 6) * v / (most || 1);
      let path = "", isDown = false;
      values.forEach((v, i) => {
        if (v !== null) path += `${isDown ? "L" : "M"}${i * width + 4} ${y(v).toFixed(1)}`;
        isDown = v !== null;
      });
      const spots = values.map((v, i) => v === null ? "" : `<g><title>${escaped(
        `${runs[i][1]}: ${words(v)}`)}</title><rect x="${i * width}" y="0" width="${width}"
        height="${height}" fill="none" pointer-events="all"/></g>`);
      const last = values.length - 1;
      const range = `${words(least)} to ${words(most)}`;
      return `<svg class="spark line" ${canvas(values.length * width, height)} role="img"
        aria-label="${escaped(`${name}: ${range}`)}">
        <path d="${path}" fill="none"/>${values[last] === null ? "" : `<circle
        cx="${last * width + 4}" cy="${y(values[last]).toFixed(1)}" r="2.5"/>`}
        ${spots.join("")}</svg><span class="soft">${range}</span>`;
    };
    """#
}
