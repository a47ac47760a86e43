extension Page {
  /// Reads the data.
  static let model = #"""
    const data = JSON.parse(document.getElementById("data").textContent);
    const text = n => n === null || n === undefined ? null : data.strings[n];
    const cases = data.cases.map(c => ({
      id: c[0], kind: c[0].slice(0, c[0].indexOf("/")), ops: c[1].map(text), opset: c[2],
      types: c[3].map(text), op: text(c[4]), matrixTypes: c[5].map(text), nodes: c[6],
      imports: c[7].map(text), inputs: c[8].map(text), outputs: c[9].map(text),
      rtol: c[10], atol: c[11], digest: c[12], bits: text(c[13]) || "",
      results: [],
    }));
    const runtimes = data.identity.runtimes.map(r => r[0]);
    const outcomes = ["as-expected", "regression", "improvement", "changed", "not-run"];
    const families = [...data.families, "not-run"];
    // JSON has no infinity.
    const real = x => x === null || x === undefined ? null : x === "inf" ? Infinity : Number(x);
    const familyOf = status => status.split(":")[0];
    const results = data.results.map((r, i) => {
      const status = text(r[5] || 0);
      const outcome = outcomes[r[6] || 0];
      const result = {
        number: i, case: cases[r[0]], runtime: runtimes[r[1] || 0], ms: r[2] || 0,
        ulp: r[3] ?? null, budget: real(r[4]),
        status, family: outcome === "not-run" ? "not-run" : familyOf(status), outcome,
        rule: r[7] ? text(r[7]) : "official", optimized: text(r[8]), expected: text(r[9] || 0),
        reason: text(r[10]) || "", signature: text(r[11]) || "", marks: (r[12] || []).map(text),
        replays: r[13] || [], detail: data.details[i] || null,
      };
      result.case.results.push(result);
      return result;
    });
    // Passes that are counted only.
    const folded = data.folded.map(f => ({
      kind: f[0], op: text(f[1]), types: f[2].map(text), runtime: runtimes[f[3]], count: f[4],
    }));
    const foldedCount = folded.reduce((sum, f) => sum + f.count, 0);
    const byId = new Map(cases.map(c => [c.id, c]));
    const kinds = data.kinds.map(k => k[0]);
    const runs = data.history ? data.history.runs : [];

    const tally = list => {
      const counts = {};
      for (const r of list) counts[r.family] = (counts[r.family] || 0) + 1;
      return counts;
    };
    const grouped = (list, key) => {
      const groups = new Map();
      for (const item of list) {
        const name = key(item);
        if (!groups.has(name)) groups.set(name, []);
        groups.get(name).push(item);
      }
      return groups;
    };
    // Counts by runtime, kind and family, with what has no row.
    const totals = (runtime, kind) => {
      const counts = tally(results.filter(r => r.runtime === runtime &&
        (kind === "all" || r.case.kind === kind)));
      for (const f of folded) {
        if (f.runtime === runtime && (kind === "all" || f.kind === kind)) {
          counts.pass = (counts.pass || 0) + f.count;
        }
      }
      return counts;
    };
    """#
}
