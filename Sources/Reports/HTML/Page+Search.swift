extension Page {
  /// What a query stands for.
  static let search = #"""
    const matchers = {
      op: (r, v) => r.case.ops.some(o => o.toLowerCase() === v) ||
        (r.case.op || "").toLowerCase() === v,
      subject: (r, v) => (r.case.op || "").toLowerCase() === v,
      status: (r, v) => r.status.toLowerCase() === v || r.family === v,
      kind: (r, v) => r.case.kind.toLowerCase() === v,
      dtype: (r, v) => r.case.types.some(t => t === v || short(t) === v),
      main: (r, v) => r.case.matrixTypes.some(t => t === v || short(t) === v),
      runtime: (r, v) => r.runtime.toLowerCase() === v,
      outcome: (r, v) => r.outcome === v,
      mark: (r, v) => r.marks.some(m => m.toLowerCase() === v),
      digest: (r, v) => v !== "" && r.case.digest !== null &&
        (r.case.digest.startsWith(v) || v.startsWith(r.case.digest)),
      is: (r, v) => v === "unexpected" ? isUnexpected(r) : v === "not-run"
        ? r.outcome === "not-run" : v === "flake" ? r.marks.includes("flake")
        : v === "apart" && agreementOf.has(r.case.id),
      opset: (r, v) => {
        const range = v.match(/^(\d*)\.\.(\d*)$/);
        if (!range) return r.case.opset === Number(v);
        return r.case.opset !== null && r.case.opset >= Number(range[1] || 0) &&
          r.case.opset <= Number(range[2] || 1e9);
      },
      ulp: (r, v) => v.startsWith(">") && r.ulp !== null && r.ulp > Number(v.slice(1)),
      bound: (r, v) => v.startsWith(">") && r.budget !== null &&
        100 * r.budget > parseFloat(v.slice(1)),
      time: (r, v) => v.startsWith(">") && r.ms > 1000 * parseFloat(v.slice(1)),
      cause: (r, v) => r.signature.toLowerCase() === v,
    };
    const isUnexpected = r => r.outcome !== "as-expected" && r.outcome !== "not-run";
    const words = query => [...query.matchAll(/(-?)(?:(\w+):)?(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)]
      .map(m => ({ not: m[1] === "-", key: m[2],
        value: (m[3]?.replace(/\\(.)/g, "$1") ?? m[4] ?? "").toLowerCase() }));
    const search = query => {
      const terms = words(query);
      return results.filter(r => terms.every(term => {
        const known = term.key && matchers[term.key];
        const whole = term.key ? `${term.key}:${term.value}` : term.value;
        const hit = known ? term.key === "cause" ? known(r, term.value)
          : term.value.split(",").some(v => known(r, v))
          : r.case.id.toLowerCase().includes(whole) || r.reason.toLowerCase().includes(whole);
        return hit !== term.not;
      }));
    };
    """#
}
