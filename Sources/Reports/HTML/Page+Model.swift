extension Page {
  /// Reads the data; says what a query stands for.
  static let model = #"""
    const data = JSON.parse(document.getElementById("data").textContent);
    const text = n => n === null ? null : data.strings[n];
    const cases = data.cases.map(c => ({
      id: c[0], kind: c[0].slice(0, c[0].indexOf("/")), ops: c[1].map(text), opset: c[2],
      types: c[3].map(text), op: text(c[4]), matrixTypes: c[5].map(text), nodes: c[6],
      imports: c[7].map(text), inputs: c[8].map(text), outputs: c[9].map(text),
      rtol: c[10], atol: c[11], results: [],
    }));
    const runtimes = data.identity.runtimes.map(r => r[0]);
    const outcomes = ["as-expected", "regression", "improvement", "changed"];
    const results = data.results.map((r, i) => {
      const status = text(r[2]);
      const result = {
        number: i, case: cases[r[0]], runtime: runtimes[r[1]], status,
        family: status.split(":")[0], outcome: outcomes[r[3]], ms: r[4],
        reason: text(r[5]) || "", signature: text(r[6]) || "", expected: text(r[7]),
        rule: text(r[8]), ulp: r[9], budget: r[10], optimized: text(r[11]),
        detail: data.details[i] || null,
      };
      result.case.results.push(result);
      return result;
    });
    const byId = new Map(cases.map(c => [c.id, c]));
    const kinds = [...new Set(cases.map(c => c.kind))].sort();

    const glyphs = {
      pass: "✓", fail: "✗", error: "!", crash: "†", timeout: "◷", "device-lost": "⊘",
      "validation-error": "‡", unsupported: "–", unpredictable: "≈", skipped: "»", missing: "?",
    };
    const severity = ["crash", "device-lost", "timeout", "validation-error", "fail", "error",
      "missing", "unsupported", "unpredictable", "skipped", "pass"];
    const shortTypes = {
      float: "f32", double: "f64", float16: "f16", bfloat16: "bf16", int2: "i2", int4: "i4",
      int8: "i8", int16: "i16", int32: "i32", int64: "i64", uint2: "u2", uint4: "u4", uint8: "u8",
      uint16: "u16", uint32: "u32", uint64: "u64", string: "str", complex64: "c64",
      complex128: "c128",
    };
    const typeOrder = ["float", "float16", "bfloat16", "double", "int64", "int32", "int16", "int8",
      "int4", "int2", "uint64", "uint32", "uint16", "uint8", "uint4", "uint2", "bool", "string"];
    const short = type => shortTypes[type] || type.replace("float", "f");

    const escaped = s => String(s).replace(/[&<>"']/g, c =>
      ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c]);
    const chip = r => `<span class="chip s-${r.family}"><b aria-hidden="true">` +
      `${glyphs[r.family] || "?"}</b>${escaped(r.status)}</span>`;
    const caseLink = c => `<a class="id" href="#case=${encodeURIComponent(c.id)}">` +
      `${escaped(c.id)}</a>`;
    const queryLink = (query, label, name = "") =>
      `<a class="${name}" href="#q=${encodeURIComponent(query)}">${label}</a>`;
    const quoted = s => /\s/.test(s) ? `"${s}"` : s;
    const number = n => n.toLocaleString("en-US");
    const plural = (n, one, many = one + "s") => `${number(n)} ${n === 1 ? one : many}`;
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

    const matchers = {
      op: (r, v) => r.case.ops.some(o => o.toLowerCase() === v) ||
        (r.case.op || "").toLowerCase() === v,
      subject: (r, v) => (r.case.op || "").toLowerCase() === v,
      status: (r, v) => r.status.toLowerCase() === v || r.family === v,
      kind: (r, v) => r.case.kind === v,
      dtype: (r, v) => r.case.types.some(t => t === v || short(t) === v),
      main: (r, v) => r.case.matrixTypes.some(t => t === v || short(t) === v),
      runtime: (r, v) => r.runtime === v,
      outcome: (r, v) => r.outcome === v,
      is: (r, v) => v === "unexpected" ? r.outcome !== "as-expected" : false,
      opset: (r, v) => {
        const range = v.match(/^(\d*)\.\.(\d*)$/);
        if (!range) return r.case.opset === Number(v);
        return r.case.opset !== null && r.case.opset >= Number(range[1] || 0) &&
          r.case.opset <= Number(range[2] || 1e9);
      },
      ulp: (r, v) => v.startsWith(">") && r.ulp !== null && r.ulp > Number(v.slice(1)),
      time: (r, v) => v.startsWith(">") && r.ms > 1000 * parseFloat(v.slice(1)),
      cause: (r, v) => r.signature.toLowerCase() === v,
    };
    const words = query => [...query.matchAll(/(-?)(?:(\w+):)?(?:"([^"]*)"|(\S+))/g)]
      .map(m => ({ not: m[1] === "-", key: m[2], value: (m[3] ?? m[4] ?? "").toLowerCase() }));
    const search = query => {
      const terms = words(query);
      return results.filter(r => terms.every(term => {
        const known = term.key && matchers[term.key];
        const whole = term.key ? `${term.key}:${term.value}` : term.value;
        const hit = known ? term.value.split(",").some(v => term.key === "cause"
          ? known(r, term.value) : known(r, v))
          : r.case.id.toLowerCase().includes(whole) || r.reason.toLowerCase().includes(whole);
        return hit !== term.not;
      }));
    };
    """#
}
