extension Page {
  /// Who agrees with whom, in cases where some values differ.
  static let agreementView = #"""
    const agreements = (data.agreement?.rows || []).map(a => ({
      id: a[0], op: text(a[1]), groups: a[2], apart: a[3], isMinority: a[4] === 1, alone: a[5],
    }));
    const agreementOf = new Map(agreements.map(a => [a.id, a]));
    const partyOf = name => name === "expected" ? 0 : runtimes.indexOf(name) + 1;
    const partyText = p => p === 0 ? `<b>the suite</b>` : breakableName(runtimes[p - 1]);
    const partyTag = p => `<span class="party${p === 0 ? " golden" : ""}">${partyText(p)}</span>`;
    const pairText = ([a, b]) => `<span class="pair">${partyText(a)} – ${partyText(b)}</span>`;

    // Within a tolerance a may agree with b and b with c, and a not with c.
    const isTransitive = a => {
      const all = a.groups.reduce((sum, g) => sum + g.length, 0);
      const inside = a.groups.reduce((sum, g) => sum + g.length * (g.length - 1) / 2, 0);
      return a.apart.length === all * (all - 1) / 2 - inside;
    };
    const groupList = a => `<ul class="groups">${a.groups.map(g =>
      `<li>${g.map(partyTag).join(" ")}</li>`).join("")}</ul>${isTransitive(a) ? ""
      : `<span class="why">Some agree across these groups; apart are only ${a.apart.map(pairText)
        .join(", ")}.</span>`}`;
    const pairReason = pair => `${pairText(pair)} ${pair[2] === null
      ? `<span class="soft">not kept on this page; results.jsonl has it</span>`
      : escaped(pair[2])}`;
    const pairReasons = a => `${pairReason(a.apart[0])}${a.apart.length < 2 ? ""
      : `<details><summary>${plural(a.apart.length - 1, "further pair")}</summary><ul class="plain">${
        a.apart.slice(1).map(p => `<li>${pairReason(p)}</li>`).join("")}</ul></details>`}`;
    const agreementMarks = a => [a.isMinority ? "the golden is in the minority" : "",
      ...a.alone.map(p => `${runtimes[p - 1]} alone`)].filter(Boolean)
      .map(words => `<span class="mark">${escaped(words)}</span>`).join(" ");

    const agreementRow = a => `<tr><td>${caseText(a.id)} <span class="marks">${agreementMarks(a)}
      </span></td><td>${groupList(a)}</td><td>${a.apart.length ? pairReasons(a) : ""}</td></tr>`;

    const agreementStep = 50;
    let agreementLimit = agreementStep;
    function agreementTable() {
      const list = agreements.filter(agreementFilter(state.agree));
      if (!list.length) return `<p class="empty">No case that this page lists is so.</p>`;
      const waiting = list.length - agreementLimit;
      return scroller("Cases with values that differ", `<table class="apart"><thead><tr>
        <th>case</th><th>who agrees</th><th>the first difference</th></tr></thead><tbody>${
        list.slice(0, agreementLimit).map(agreementRow).join("")}</tbody></table>${waiting > 0
        ? `<p class="more"><button data-more="agreement">${number(Math.min(agreementStep * 2,
          waiting))} more of ${number(waiting)}</button></p>` : ""}`);
    }

    function showAgreement() {
      const d = data.agreement;
      document.getElementById("agreementCount").textContent = d ? number(d.count) : "";
      const note = !d ? `The record of this run says nothing of it: programs since the end of 2026
          write down who agrees with whom.`
        : d.count === 0 ? "" : `In ${number(d.count)} of ${plural(d.cases, "case")} with values some
          differ by more than the case's rule allows. In the others every value agrees with the
          suite's, and so counts as agreeing with every other.`;
      const left = d ? d.count - agreements.length : 0;
      document.getElementById("agreement").innerHTML = `<h2>Agreement</h2>
        ${note ? `<p class="note">${note}</p>` : ""}${!d ? "" : d.count === 0
        ? `<p class="good-line"><b aria-hidden="true">✓</b> All values agree with the suite's, in ${plural(d.cases,
          "case")}.</p>` : `${agreementTools()}${left > 0 ? `<p class="note">The page has room for
          ${number(agreements.length)} of these ${number(d.count)}; <code>results.jsonl</code> has
          all.</p>` : ""}${agreementTable()}`}${d ? pairTable() : ""}`;
    }
    """#
}
