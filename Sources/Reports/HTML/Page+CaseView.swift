extension Page {
  /// One case: model, and a card a runtime.
  static let caseView = #"""
    const inShell = s => `'${s.replace(/'/g, `'\\''`)}'`;
    // A foreign runtime is named as it was asked for: with the way to it.
    const runtimeWord = name => {
      const word = (data.identity.runtimes.find(r => r[0] === name) || [])[4] || name;
      return /^[\w@+.:=/,-]+$/.test(word) ? word : inShell(word);
    };
    const replay = r => `wonnx-conform --filter ${inShell(`^${r.case.id.replace(
      /[.+*?^${}()|[\]\\]/g, "\\$&")}$`)} --runtime ${runtimeWord(r.runtime)}${
      data.identity.options ? ` ${data.identity.options}` : ""}`;

    function placementView(p, runtime) {
      const [device, hostValue, host, hostCount] = p || [0, 0, [], 0];
      if (device + hostValue + hostCount === 0) return isForeign(runtime)
        ? `<dt>placement</dt><dd>unproved: it does not say where its nodes ran</dd>` : "";
      return `<dt>placement</dt><dd>${plural(device, "node")} on the device,
        ${number(hostValue)} on the host for their values, ${number(hostCount)} on the host
        ${host.length ? `<details><summary>which</summary><ul class="plain">${host.map(h =>
          `<li>${escaped(h)}</li>`).join("")}${hostCount > host.length ? `<li>and ${number(
          hostCount - host.length)} more</li>` : ""}</ul></details>` : ""}</dd>`;
    }

    const company = ids => ids ? `<p><b>Fails only after</b> ${ids.map(caseText).join(", ")}, in the
      same process; alone it passes.</p>` : "";

    const judged = r => r.rule === "statistical"
      ? "statistically: the outputs are random, so shape, type and distribution count"
      : r.rule === "official" ? `by the suite's rule: |a − e| ≤ ${r.case.atol} + ${r.case.rtol} · |e|`
      : escaped(r.rule);

    function resultView(r) {
      const d = r.detail || {};
      const stages = ["load", "optimise", "plan", "first run", "compare"];
      const hasRun = r.outcome !== "not-run";
      return `<article class="card"><h2>${runtimeLink(r.runtime)} ${chip(r)} ${marks(r)}</h2>
        ${r.reason ? `<p>${escaped(r.reason)}</p>` : ""}${company(d.c)}
        ${(d.w || []).map(w => `<p class="note">Warning: ${escaped(w)}</p>`).join("")}
        <dl><dt>expected</dt><dd>${escaped(r.expected)} (${hasRun ? escaped(r.outcome)
          : "did not run"})</dd>
        <dt>judged</dt><dd>${judged(r)}</dd>
        ${r.ulp === null ? "" : `<dt>largest ULP</dt><dd>${number(r.ulp)}${r.budget === null
          ? ", and no bound of the operator's own" : `, ${percent(r.budget)} of the operator's own
          bound`}${isForeign(r.runtime) ? ", for information" : ""}</dd>`}
        ${r.optimized ? `<dt>optimizer</dt><dd>${escaped(r.optimized)}</dd>` : ""}
        ${hasRun ? `<dt>time</dt><dd>${milliseconds(r.ms)}${d.d ? ` (${stages.map((s, i) =>
          `${s} ${d.d[i]}`).join(", ")})` : ""}</dd>` : ""}
        ${r.replays.length ? `<dt>runs again</dt><dd>${r.replays.map(number).join(", ")} ms${
          r.family === "pass" ? ", with the first one's bits" : ""}</dd>` : ""}
        ${d.d ? placementView(d.p, r.runtime) : ""}${historyFacts(r)}</dl>
        ${attemptTable(d.a)}${(d.o || []).map(o => outputView(o, r.runtime)).join("")}
        ${d.o && data.elementLimit < 8 ? `<p class="note">This page keeps ${data.elementLimit}
          elements of each kind; results.jsonl has eight.</p>` : ""}
        ${d.l ? `<h3>Last words of the worker</h3><pre>${escaped(d.l)}</pre>` : ""}
        <h3>Replay</h3><div class="replay"><pre>${escaped(replay(r))}</pre>
        <button data-copy="text" data-text="${escaped(replay(r))}">Copy</button></div></article>`;
    }

    function showCase(id) {
      const c = byId.get(id);
      const element = document.getElementById("case");
      const back = `<p class="back"><a id="back"
        href="#q=${encodeURIComponent(state.q)}">← Results</a> <a href="#since">Since last night</a> <a href="#matrix">Matrix</a></p>`;
      if (!c) {
        element.innerHTML = `${back}<h1>No such case</h1><p>This run has no case
          <code>${escaped(id)}</code>${foldedCount ? " that is shown singly" : ""}.</p>`;
        return;
      }
      const types = list => list.map(t => `<code>${escaped(t)}</code>`).join(", ") || "none";
      element.innerHTML = `${back}
        <h1 class="id">${breakable(c.id)}</h1><div class="card"><dl>
        <dt>model</dt><dd>${plural(c.nodes, "node")}, ${c.imports.map(escaped).join(", ")}</dd>
        <dt>operators</dt><dd>${c.ops.map(o => queryLink(`op:${o}`, escaped(o))).join(", ")}</dd>
        <dt>inputs</dt><dd>${types(c.inputs)}</dd><dt>outputs</dt><dd>${types(c.outputs)}</dd>
        ${c.digest ? `<dt>digest</dt><dd>${queryLink(`digest:${c.digest}`, `<code>${
          escaped(c.digest)}</code>`)}</dd>` : ""}
        <dt>link</dt><dd><button data-copy="link">Copy link to this case</button></dd>
        </dl></div>${c.results.length < runtimes.length ? `<p class="note">Only ${c.results.map(r =>
          escaped(r.runtime)).join(", ")}: results on the other runtimes are not shown singly.</p>`
          : ""}${caseAgreement(c)}<div class="cards">${c.results.map(resultView).join("")}</div>`;
      document.title = c.id;
    }
    """#
}
