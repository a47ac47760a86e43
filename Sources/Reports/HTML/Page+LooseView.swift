extension Page {
  /// Where a pass says less than it seems to.
  static let looseView = #"""
    const idList = ids => `<details><summary>${plural(ids.length, "case")}</summary><ul>${ids
      .slice(0, 200).map(id => `<li>${caseText(id)}</li>`).join("")}${ids.length > 200
      ? `<li>and ${number(ids.length - 200)} more</li>` : ""}</ul></details>`;

    function narrowTypes(types) {
      const count = Object.fromEntries(types);
      const facts = [];
      if (count.float16) facts.push(`${plural(count.float16, "case puts", "cases put")} out
        <code>float16</code>, of which an rtol of 10⁻³ is one to two ULPs.`);
      if (count.bfloat16) facts.push(`${plural(count.bfloat16, "case puts", "cases put")} out
        <code>bfloat16</code>, of which 10⁻³ is less than one ULP: the suite's rule takes 2⁻⁶ there,
        two to four ULPs.`);
      const small = types.filter(([name]) => /^float[48]/.test(name));
      if (small.length) facts.push(`${plural(small.reduce((sum, t) => sum + t[1], 0), "case puts",
        "cases put")} out ${small.map(t => `<code>${escaped(t[0])}</code>`).join(", ")}: 10⁻³ is
        far less than one ULP there, which judges strictly.`);
      return facts.map(fact => `<li>${fact}</li>`).join("");
    }

    function looseView() {
      const l = data.loose;
      const facts = [];
      if (l.statistical.length) facts.push(`<li>Judged by their distribution, for their outputs are
        random: ${idList(l.statistical)}</li>`);
      for (const [rtol, ids] of l.tolerances) facts.push(`<li>Judged with an rtol of ${rtol}, where
        the suite's usual one is 0.001: ${idList(ids)}</li>`);
      for (const [tolerance, ids] of l.own) facts.push(`<li>Judged by a tolerance that the suite or
        the run says, ${escaped(tolerance)}: ${idList(ids)}</li>`);
      if (l.unboundedCount) facts.push(`<li>${number(l.unboundedCount)} of ${plural(l.outputs,
        "output")} that passed have no bound of their operator, so only the suite's tolerance judges
        them: <details><summary>${plural(l.unbounded.length, "operator")}</summary><ul>${l.unbounded
        .map(([name, count]) => `<li>${name ? queryLink(`op:${name}`, escaped(name))
          : "graphs of several operators"} ${number(count)}</li>`).join("")}</ul></details></li>`);
      const types = narrowTypes(l.types);
      return `<h3>Judged loosely</h3>` + (facts.length || types
        ? `<ul class="notes">${facts.join("")}${types}</ul>`
        : `<p class="note">Nothing.</p>`);
    }
    """#
}
