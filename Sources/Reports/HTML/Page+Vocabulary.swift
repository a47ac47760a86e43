extension Page {
  /// Glyphs, names, and the small pieces that every view is made of.
  static let vocabulary = #"""
    const glyphs = {
      pass: "✓", fail: "✗", error: "!", crash: "†", timeout: "◷", "device-lost": "⊘",
      "validation-error": "‡", unsupported: "–", unpredictable: "≈", skipped: "»", missing: "?",
      "not-run": "○",
    };
    const named = family => family === "not-run" ? "did not run" : family;
    const severity = ["crash", "device-lost", "timeout", "validation-error", "fail", "error",
      "missing", "not-run", "unsupported", "unpredictable", "skipped", "pass"];
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
    const number = n => n.toLocaleString("en-US");
    const plural = (n, one, many = one + "s") => `${number(n)} ${n === 1 ? one : many}`;
    const percent = share => share === Infinity ? "∞" : share >= 1e6 ? `${share.toExponential(1)} ×`
      : share >= 9.95 ? `${number(Math.round(share))} ×` : `${number(Number((100 * share)
      .toPrecision(share < .0995 ? 1 : share < .995 ? 2 : 3)))} %`;
    const milliseconds = ms => ms >= 10000 ? `${number(Math.round(ms / 100) / 10)} s`
      : `${number(ms)} ms`;

    const pill = (family, label) => `<span class="chip s-${family}"><b aria-hidden="true">` +
      `${glyphs[family] || "?"}</b>${escaped(label)}</span>`;
    const chip = r => pill(r.family, r.family === "not-run" ? "did not run" : r.status);
    const statusChips = statuses => statuses.split(", ").map(s => pill(familyOf(s),
      s === "missing" ? "did not run" : s)).join(" ");
    const marks = r => r.marks.map(m => `<a class="mark" href="#q=${encodeURIComponent(
      `mark:${m}`)}">${escaped(m)}</a>`).join(" ");
    const breakable = id => escaped(id).replace(/[_/]/g, "$&<wbr>");
    const caseText = id => byId.has(id) ? `<a class="id" href="#case=${encodeURIComponent(id)}">` +
      `${breakable(id)}</a>` : `<span class="id">${breakable(id)}</span>`;
    const caseLink = c => caseText(c.id);
    const queryLink = (query, label, name = "") =>
      `<a class="${name}" href="#q=${encodeURIComponent(query)}">${label}</a>`;
    const why = reason => reason ? `<span class="why">${escaped(reason)}</span>` : "";
    const quoted = s => /[\s"\\]/.test(s) ? `"${s.replace(/["\\]/g, "\\$&")}"` : s;
    const legend = shown => `<p class="legend">${shown.map(f =>
      `<span><b class="s-${f}" aria-hidden="true">${glyphs[f]}</b> ${named(f)}</span>`)
      .join(" ")}</p>`;
    // A wide table scrolls in its own frame, which the keyboard reaches.
    const scroller = (label, content, name = "card") => `<div class="${name} scroll" role="region"
      tabindex="0" aria-label="${escaped(label)}">${content}</div>`;
    // The first rows of a table, and the others behind a button.
    let foldCount = 0;
    const foldedRows = (rows, limit, noun) => {
      if (rows.length <= limit + 2) return [`<tbody>${rows.join("")}</tbody>`, ""];
      const id = `fold${foldCount++}`;
      const rest = rows.length - limit;
      return [`<tbody>${rows.slice(0, limit).join("")}</tbody>
        <tbody id="${id}" class="fold" hidden>${rows.slice(limit).join("")}</tbody>`,
        `<p class="more"><button data-reveal="${id}">${number(rest)} more ${noun}</button></p>`];
    };
    """#
}
