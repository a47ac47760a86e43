extension Page {
  /// Every two parties beside each other: how often they agree, and how often bit by bit.
  static let pairView = #"""
    function pairTable() {
      const d = data.agreement;
      const pairs = new Map(d.pairs.map(([a, b, ...counts]) => [`${a} ${b}`, counts]));
      const shown = shownRuntimes().map(partyOf);
      const cell = (count, both, what, link) => {
        const facts = `${what}: ${number(count)} of ${number(both)}`;
        const tone = both === 0 ? "none" : count === both ? "whole" : "";
        const inner = both === 0 ? "–" : `<b>${number(count)}</b><small>of ${number(both)}</small>`;
        return `<td class="${tone}" title="${escaped(facts)}">${link && count < both
          ? `<a href="#agreement&agree=${encodeURIComponent(link)}" aria-label="${escaped(
            `${facts}; those that are apart`)}">${inner}</a>` : inner}</td>`;
      };
      const name = p => p === 0 ? "expected" : runtimes[p - 1];
      const square = (row, column) => {
        if (row === column) {
          return `<td class="self" title="cases with values">${number(d.values[row])}</td>`;
        }
        const [a, b] = [Math.min(row, column), Math.max(row, column)];
        const [both, agreeing, same] = pairs.get(`${a} ${b}`);
        return row < column
          ? cell(agreeing, both, `${name(a)} and ${name(b)} agree`, `pair:${name(a)},${name(b)}`)
          : cell(same, both, `${name(a)} and ${name(b)} have the same bits`, "");
      };
      return `<h3>Every two beside each other</h3><p class="note">Cases in which both gave values,
        and of these above the diagonal those in which the values agree within the case's rule,
        below it those in which the two runtimes gave the same bits. On the diagonal: cases in which
        the runtime gave values. Random outputs are left out.</p>
        ${scroller("Pairs", `<table class="pairs"><thead><tr><td></td>${shown.map(p =>
        `<th scope="col">${partyText(p)}</th>`).join("")}</tr></thead><tbody>${[0, ...shown]
        .map(row => `<tr><th scope="row">${partyText(row)}</th>${shown.map(column =>
          square(row, column)).join("")}</tr>`).join("")}</tbody></table>`)}`;
    }
    """#
}
