extension Page {
  /// How much of the standard the suite's cases run, and who else gives their values.
  static let caseCoverageView = #"""
    function caseCoverage() {
      const c = data.caseCoverage;
      if (!c) return "";
      const run = c.cells[0];
      const parts = [["pairs of an operator and an element type that a case runs", c.cells],
        ["of these, with a value that somebody else gives too", [c.confirmed, run]],
        ["with a formula of this project alone", [c.worked, run]],
        ["with nothing but the expected value", [c.unconfirmed, run]],
        ["revisions of operators", c.revisions]];
      const folded = (title, list) => list.length === 0 ? "" : `<details><summary>${
        escaped(title)}</summary><ul>${list.join("")}</ul></details>`;
      const types = ([op, list]) => `<li>${escaped(op)}: ${escaped(list.join(", "))}</li>`;
      return `<h2>What the cases run</h2>${scroller("What the cases run", `<table
        class="coverage"><thead><tr><th>part</th><th>share</th></tr></thead><tbody>${parts.map(
        ([label, share]) => `<tr><th scope="row">${label}</th><td>${bar(...share, label)}</td></tr>`)
        .join("")}</tbody></table>`)}${folded(`${plural(c.missing.length, "pair")} without a case`,
        c.missing.map(([op, type, reason]) => `<li>${escaped(op)} ${escaped(type)}: ${
        escaped(reason)}</li>`))}${folded("Pairs with a formula alone", c.formulas.map(types))}${
        folded("Pairs with nothing", c.nobody.map(types))}`;
    }
    """#
}
