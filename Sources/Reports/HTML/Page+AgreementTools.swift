extension Page {
  /// What narrows the list of agreements: one view, and one operator.
  static let agreementTools = #"""
    const agreementViews = {
      minority: a => a.isMinority,
      alone: (a, name) => a.alone.includes(partyOf(name)),
      pair: (a, names) => {
        const [x, y] = names.split(",").map(partyOf);
        return a.apart.some(p => p[0] === x && p[1] === y || p[0] === y && p[1] === x);
      },
      op: (a, name) => (a.op || "none") === name,
    };
    const agreementTerms = query => query.split(" ").filter(Boolean).map(term => {
      const cut = term.indexOf(":");
      return cut < 0 ? [term, ""] : [term.slice(0, cut), term.slice(cut + 1)];
    });
    const agreementFilter = query => {
      const terms = agreementTerms(query).filter(([key]) => agreementViews[key]);
      return a => terms.every(([key, value]) => agreementViews[key](a, value));
    };
    // The same query with another view, or another operator.
    const withView = view => [view, ...agreementTerms(state.agree).filter(([key]) => key === "op")
      .map(([key, value]) => `${key}:${value}`)].filter(Boolean).join(" ");
    const withOperator = name => [...agreementTerms(state.agree).filter(([key]) => key !== "op")
      .map(([key, value]) => value ? `${key}:${value}` : key), name && `op:${name}`]
      .filter(Boolean).join(" ");

    function agreementTools() {
      const d = data.agreement;
      const current = agreementTerms(state.agree).find(([key]) => key !== "op");
      const view = current ? current[1] ? current.join(":") : current[0] : "";
      const link = (name, label, count) => `<a class="choice" href="#agreement&agree=${
        encodeURIComponent(withView(name))}"${name === view ? ` aria-current="true"` : ""}>${label}
        <b>${number(count)}</b></a>`;
      const pair = current && current[0] === "pair" ? link(view, current[1].split(",").map(n =>
        partyText(partyOf(n))).join(" – "), agreements.filter(agreementFilter(view)).length) : "";
      const counts = new Map();
      for (const a of agreements) counts.set(a.op || "none", (counts.get(a.op || "none") || 0) + 1);
      const chosen = (agreementTerms(state.agree).find(([key]) => key === "op") || [])[1] || "";
      const options = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      return `<div class="tools" role="group" aria-label="Which cases">${link("", "all", d.count)}
        ${link("minority", "the golden is in the minority", d.minority)}
        ${d.alone.map((count, p) => count ? link(`alone:${runtimes[p - 1]}`, `${
          breakableName(runtimes[p - 1])} alone`, count) : "").join(" ")} ${pair}
        <label>operator <select data-choose="operator"><option value="">any</option>${options
        .map(([name, count]) => `<option value="${escaped(name)}"${name === chosen ? " selected"
          : ""}>${name === "none" ? "models" : escaped(name)} (${number(count)})</option>`)
        .join("")}</select></label></div>`;
    }
    """#
}
