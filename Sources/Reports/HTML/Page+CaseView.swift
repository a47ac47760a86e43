extension Page {
  /// One case: model, and a card a runtime.
  static let caseView = #"""
    const figure = x => x === null ? "–" : typeof x === "string" ? x
      : x === 0 ? "0" : Math.abs(x) < 1e-3 || Math.abs(x) >= 1e6 ? x.toExponential(2)
      : String(x);

    const elementTable = (title, list, runtime) => !list.length ? "" : `<h3>${title}</h3>
      <div class="scroll"><table class="elements"><thead><tr><th>index</th><th>expected</th>
      <th>${escaped(runtime)}</th><th>${runtime.startsWith("cpu") ? "cpu, double" : "cpu"}</th>
      <th class="n">absolute</th><th class="n">relative</th><th class="n">ULP</th></tr></thead>
      <tbody>${list.map(e => `<tr><td>${escaped(e[0])}</td><td>${escaped(e[1])}</td>
      <td class="s-fail">${escaped(e[2])}</td><td>${e[3] === null ? "–" : escaped(e[3])}</td>
      <td class="n">${figure(e[4])}</td><td class="n">${figure(e[5])}</td>
      <td class="n">${e[6] === null ? "–" : number(e[6])}</td></tr>`).join("")}</tbody></table></div>`;

    const outputView = (o, runtime) => `<h3>Output <code>${escaped(o[0])}</code></h3>
      <dl><dt>type and shape</dt><dd><code>${escaped(o[1])} [${o[2].join(", ")}]</code></dd>
      <dt>compared</dt><dd>${number(o[4])} of ${number(o[3])} elements,
        <b class="s-fail">${number(o[5])} differ</b> by more than the tolerance</dd>
      <dt>largest difference</dt><dd>absolute ${figure(o[6])}, relative ${figure(o[7])},
        ULP ${o[8] === null ? "–" : number(o[8])}</dd>
      <dt>NaN</dt><dd>${number(o[9])} expected, ${number(o[10])} found</dd></dl>
      ${elementTable("Worst elements", o[12], runtime)}
      ${elementTable("First elements", o[11], runtime)}`;

    const replay = r => `wonnx-conform --filter '^${r.case.id.replace(/[.+]/g, "\\$&")}$' ` +
      `--runtime ${r.runtime}`;

    function placementView(p) {
      if (!p) return "";
      const [device, hostValue, host, hostCount] = p;
      return `<dt>placement</dt><dd>${plural(device, "node")} on the device,
        ${number(hostValue)} on the host for their values, ${number(hostCount)} on the host
        ${host.length ? `<details><summary>which</summary><ul style="columns:1">${host.map(h =>
          `<li>${escaped(h)}</li>`).join("")}${hostCount > host.length ? "<li>…</li>" : ""}
          </ul></details>` : ""}</dd>`;
    }

    function resultView(r) {
      const d = r.detail || {};
      const stages = ["load", "prepare", "run", "compare"];
      return `<article class="card"><h2>${escaped(r.runtime)} ${chip(r)}</h2>
        ${r.reason ? `<p>${escaped(r.reason)}</p>` : ""}
        <dl><dt>expected</dt><dd>${escaped(r.expected)} (${escaped(r.outcome)})</dd>
        <dt>judged</dt><dd>${r.rule === "statistical"
          ? "statistically: the outputs are random, so shape, type and distribution count"
          : `by the suite's rule: |a − e| ≤ ${r.case.atol} + ${r.case.rtol} · |e|`}</dd>
        ${r.ulp === null ? "" : `<dt>largest ULP</dt><dd>${number(r.ulp)}${r.budget === null ? ""
          : `, ${Math.round(100 * r.budget)} % of the operator's own bound`}</dd>`}
        ${r.optimized ? `<dt>optimizer</dt><dd>${escaped(r.optimized)}</dd>` : ""}
        <dt>time</dt><dd>${r.ms} ms${d.d ? ` (${stages.map((s, i) => `${s} ${d.d[i]}`)
          .join(", ")})` : ""}</dd>${placementView(d.p)}</dl>
        ${(d.o || []).map(o => outputView(o, r.runtime)).join("")}
        ${d.o && data.elementLimit < 8 ? `<p class="note">This page keeps ${data.elementLimit}
          elements of each kind; results.jsonl has eight.</p>` : ""}
        ${d.l ? `<h3>Last words of the worker</h3><pre>${escaped(d.l)}</pre>` : ""}
        <h3>Replay</h3><div class="replay"><pre>${escaped(replay(r))}</pre>
        <button data-copy="text" data-text="${escaped(replay(r))}">Copy</button></div></article>`;
    }

    function showCase(id) {
      const c = byId.get(id);
      const main = document.getElementById("case");
      if (!c) {
        main.innerHTML = `<p>This run has no case <code>${escaped(id)}</code>.</p>`;
        return;
      }
      const types = list => list.map(t => `<code>${escaped(t)}</code>`).join(", ") || "none";
      main.innerHTML = `<p><a href="#q=${encodeURIComponent(query)}" id="back">← Results</a></p>
        <h1 class="id" style="font-size:26px">${escaped(c.id)}</h1>
        <div class="card" style="margin-top:14px"><dl>
        <dt>model</dt><dd>${plural(c.nodes, "node")}, ${c.imports.map(escaped).join(", ")}</dd>
        <dt>operators</dt><dd>${c.ops.map(o => queryLink(`op:${o}`, escaped(o))).join(", ")}</dd>
        <dt>inputs</dt><dd>${types(c.inputs)}</dd><dt>outputs</dt><dd>${types(c.outputs)}</dd>
        </dl></div><div class="cards">${c.results.map(resultView).join("")}</div>`;
      document.title = c.id;
    }
    """#
}
