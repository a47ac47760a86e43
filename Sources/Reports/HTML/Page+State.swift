extension Page {
  /// What the page shows is what its address says: `#case=…`, `#runtime=…` or a section's name, then
  /// the query, what is chosen of matrix, agreements and columns, and the orders of tables.
  static let state = #"""
    const usual = { q: "", matrix: "", sort: "", errors: "-share", agree: "", columns: "",
      worst: "-share" };
    const pages = ["case", "runtime"];
    const sections = ["since", "verdict", "unexpected", "causes", "agreement", "flakes", "standard",
      "matrix", "results", "bits", "mutation", "concurrency"];
    const homes = { q: "results", sort: "results", matrix: "matrix", errors: "standard",
      agree: "agreement", columns: "verdict", worst: "runtime" };
    let state = { at: "", id: "", ...usual };

    // What an address says, as far as it says something.
    function parsed(hash) {
      const found = {};
      for (const part of hash.replace(/^#/, "").split("&").filter(Boolean)) {
        const cut = part.indexOf("=");
        const name = cut < 0 ? part : part.slice(0, cut);
        let value = cut < 0 ? "" : part.slice(cut + 1);
        try { value = decodeURIComponent(value); } catch { /* Not encoded: taken as it is. */ }
        if (cut < 0) found.at = sections.includes(name) ? name : "";
        else if (pages.includes(name)) Object.assign(found, { at: name, id: value });
        else if (name in usual) {
          found[name] = value;
          if (found.at === undefined) found.at = homes[name];
        }
      }
      return found;
    }

    function address(s) {
      const rest = Object.keys(usual).filter(name => s[name] !== usual[name])
        .map(name => `${name}=${encodeURIComponent(s[name])}`);
      const isImplied = rest.length && homes[rest[0].slice(0, rest[0].indexOf("="))] === s.at;
      const place = pages.includes(s.at) ? [`${s.at}=${encodeURIComponent(s.id)}`]
        : s.at && !isImplied ? [s.at] : [];
      return `#${[...place, ...rest].join("&")}`;
    }

    const say = words => { document.getElementById("said").textContent = words; };

    // Replaces what the address says; a page in a frame may not, and then shows it all the same.
    function remember(isNew) {
      try {
        history[isNew ? "pushState" : "replaceState"](null, "", address(state));
      } catch { /* The views do not depend on it. */ }
    }
    """#
}
