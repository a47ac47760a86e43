extension Page {
  /// The verdict, what was not expected, and the causes.
  static let verdictView = #"""
    const exits = {
      0: "everything is as expected", 1: "there are unexpected results",
      4: "the workers or the device failed", 5: "the only surprises are passes",
      130: "the run was interrupted",
    };
    const stack = counts => {
      const total = Object.values(counts).reduce((a, b) => a + b, 0) || 1;
      const parts = data.families.filter(f => counts[f]);
      return `<div class="stack" role="img" aria-label="` +
        `${parts.map(f => `${counts[f]} ${f}`).join(", ")}">` +
        parts.map(f => `<i class="s-${f}" style="width:${100 * counts[f] / total}%"></i>`)
          .join("") + "</div>";
    };

    function showVerdict() {
      const id = data.identity;
      document.getElementById("suite").textContent = id.suite;
      const tone = data.exit === 0 ? "good" : data.exit === 5 ? "warn" : "";
      const families = data.families.filter(f => results.some(r => r.family === f));
      const lines = kinds.length > 1 ? [...kinds, "all"] : kinds;
      const share = (runtime, kind) => {
        const counts = tally(results.filter(r => r.runtime === runtime &&
          (kind === "all" || r.case.kind === kind)));
        const where = `runtime:${runtime}` + (kind === "all" ? "" : ` kind:${kind}`);
        return `<td>${stack(counts)}<span class="counts">${families.filter(f => counts[f])
          .map(f => `<a class="s-${f}" title="${f}" aria-label="${counts[f]} ${f}"
            href="#q=${encodeURIComponent(`${where} status:${f}`)}"><b>${glyphs[f]}</b>
            ${number(counts[f])}</a>`).join("")}</span></td>`;
      };
      const rows = lines.map(kind => `<tr class="${kind === "all" ? "sum" : ""}">
        <th scope="row">${escaped(kind)}</th><td class="n">${number(cases.filter(c =>
          kind === "all" || c.kind === kind).length)}</td>
        ${runtimes.map(runtime => share(runtime, kind)).join("")}</tr>`);
      const [compared, elements] = data.elements;
      document.getElementById("verdict").innerHTML = `
        <div class="card hero ${tone}"><h1>${escaped(data.verdict)}</h1>
        <p>Exit status ${data.exit}: ${exits[data.exit] || "see the log"}. Compared
        ${number(compared)} of ${number(elements)} elements in the outputs that came;
        ${number(id.selectedCount)} of the suite's ${number(id.suiteCount)} cases were chosen.</p>
        </div>
        <div class="two"><div class="card scroll"><table class="totals"><thead><tr>
        <th>kind</th><th class="n">cases</th>${runtimes.map(r => `<th>${escaped(r)}</th>`)
          .join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>
        <p class="legend">${families.map(f =>
          `<span><b class="s-${f}">${glyphs[f]}</b> ${f}</span>`).join("")}</p></div>
        <div class="card"><dl>
        <dt>suite</dt><dd>${escaped(id.suite)}${id.stamp
          ? ` <code title="${escaped(id.stamp)}">${escaped(id.stamp.slice(0, 12))}</code>` : ""}</dd>
        ${id.runtimes.map(r => `<dt>${escaped(r[0])}</dt><dd>${escaped(r[1])}</dd>`).join("")}
        <dt>host</dt><dd>${escaped(id.host)}</dd>
        <dt>program</dt><dd>${escaped(id.program)}</dd>
        <dt>isolation</dt><dd>${escaped(id.isolation)}</dd>
        <dt>run at</dt><dd>${escaped(id.runAt)}</dd><dt>took</dt><dd>${id.seconds} s</dd>
        <dt>command</dt><dd><code>${escaped(id.command)}</code></dd></dl></div></div>`;
    }

    const row = r => `<tr><td>${chip(r)}</td><td>${caseLink(r.case)}
      ${r.reason ? `<span class="why">${escaped(r.reason)}</span>` : ""}</td>
      <td>${escaped(r.runtime)}</td><td>${escaped(r.expected)}</td></tr>`;

    function showUnexpected() {
      const order = { regression: 0, changed: 1, improvement: 2 };
      const rank = r => [order[r.outcome], severity.indexOf(r.family)];
      const list = results.filter(r => r.outcome !== "as-expected").sort((a, b) =>
        rank(a)[0] - rank(b)[0] || rank(a)[1] - rank(b)[1] || a.number - b.number);
      const limit = 12;
      document.getElementById("unexpected").innerHTML = `<h2>Not as expected</h2>` + (list.length
        ? `<p class="note">${plural(list.length, "result")}; the gravest first, unexpected passes
          last.</p><div class="card scroll"><table><thead><tr><th>status</th><th>case and reason</th>
          <th>runtime</th><th>expected</th></tr></thead><tbody>
          ${list.slice(0, limit).map(row).join("")}</tbody></table>${list.length > limit
            ? `<p>${queryLink("is:unexpected", `All ${number(list.length)}`)}</p>` : ""}</div>`
        : `<p class="note">Nothing: every result is what the expectations say.</p>`);
    }

    function blockers() {
      const blocked = new Map();
      for (const r of results) {
        const m = r.status === "unsupported" &&
          r.reason.match(/^operators? (.+?) (?:is|are) not supported/);
        if (!m) continue;
        const names = [...new Set(m[1].split(", ").map(n => n.replace(/-\d+$/, "")))];
        for (const name of names) {
          const entry = blocked.get(name) || { cases: new Set(), alone: new Set() };
          entry.cases.add(r.case.id);
          if (names.length === 1) entry.alone.add(r.case.id);
          blocked.set(name, entry);
        }
      }
      return [...blocked].map(([name, e]) => [name, e.cases.size, e.alone.size])
        .sort((a, b) => b[2] - a[2] || b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    }

    function showCauses() {
      const groups = [...grouped(results.filter(r => r.family !== "pass"),
        r => `${r.status}\n${r.signature}`).values()]
        .sort((a, b) => b.length - a.length);
      const ids = list => [...new Set(list.map(r => r.case.id))];
      const most = groups.length ? groups[0].length : 1;
      const line = list => `<tr><td class="n s-${list[0].family}">${number(list.length)}
        <span class="meter" style="width:${Math.max(4, 90 * list.length / most)}px"></span></td>
        <td>${chip(list[0])}</td><td>${escaped(list[0].signature || "no reason given")}
        <details><summary>${plural(ids(list).length, "case")}</summary><ul>${ids(list)
          .slice(0, 60).map(id => `<li>${caseLink(byId.get(id))}</li>`).join("")}${
          ids(list).length > 60 ? "<li>…</li>" : ""}</ul></details></td><td>${runtimes.filter(name =>
          list.some(r => r.runtime === name)).map(name => `${escaped(name)} ${number(
          list.filter(r => r.runtime === name).length)}`).join("<br>")}</td></tr>`;
      const missing = blockers();
      const limit = 15;
      document.getElementById("causes").innerHTML = `<h2>Causes</h2>` + (groups.length
        ? `<p class="note">What did not pass, by its reason with names and numbers taken out.</p>
          <div class="card scroll"><table><thead><tr><th class="n">results</th><th>status</th>
          <th>cause</th><th>runtime</th></tr></thead>
          <tbody>${groups.slice(0, limit).map(line).join("")}</tbody>
          <tbody id="moreCauses" hidden>${groups.slice(limit, 400).map(line).join("")}</tbody>
          </table>${groups.length > limit
            ? `<p><button data-reveal="moreCauses">${number(groups.length - limit)} more causes
              </button></p>` : ""}</div>`
        : `<p class="note">Everything passed.</p>`) + (missing.length
        ? `<h3>Operators that are missing</h3><p class="note">How many cases each blocks, and how
          many it blocks alone.</p><div class="card scroll"><table><thead><tr><th>operator</th>
          <th class="n">alone</th><th class="n">in all</th><th></th></tr></thead><tbody>
          ${missing.slice(0, 12).map(([name, all, alone]) => `<tr><td>${queryLink(
            `status:unsupported op:${name.split(".").pop()}`, escaped(name))}</td>
            <td class="n">${alone}</td><td class="n">${all}</td><td class="s-unsupported"
            style="width:50%"><span class="meter" style="width:${100 * all /
              Math.max(...missing.map(m => m[1]))}%"></span></td></tr>`).join("")}
          </tbody></table></div>` : "");
    }
    """#
}
