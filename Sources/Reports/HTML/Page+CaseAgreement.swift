extension Page {
  /// Who agrees with whom in one case.
  static let caseAgreement = #"""
    // Runtimes by the letter of their bits.
    const bitGroups = c => [...grouped(runtimes.filter((_, i) => c.bits[i] !== "."),
      name => c.bits[runtimes.indexOf(name)]).values()];

    function bitsText(c) {
      if (!c.bits) return "";
      const groups = bitGroups(c);
      const names = group => group.map(breakableName).join(", ");
      const isOne = groups.length === 1;
      return `<dt>same bits</dt><dd>${isOne && groups[0].length === 1
        ? `only ${names(groups[0])} gave values` : isOne ? `all: ${names(groups[0])}`
        : groups.map(group => names(group) + (group.length === 1 ? " alone" : ""))
          .join("; ")}</dd>`;
    }

    function agreementText(c) {
      const a = agreementOf.get(c.id);
      if (a) return `<dt>who agrees</dt><dd>${agreementMarks(a)}${groupList(a)}</dd>
        <dt>differences</dt><dd>${a.apart.length ? pairReasons(a) : "none"}</dd>`;
      const d = data.agreement;
      if (!d || !c.bits || d.count > agreements.length) return "";
      return c.results.some(r => r.rule === "statistical")
        ? `<dt>who agrees</dt><dd>not asked: the outputs are random</dd>`
        : `<dt>who agrees</dt><dd>all, with the suite and with one another</dd>`;
    }

    function caseAgreement(c) {
      const facts = agreementText(c) + bitsText(c);
      return facts ? `<div class="card agreement"><h2>Agreement</h2><dl>${facts}</dl></div>` : "";
    }
    """#
}
