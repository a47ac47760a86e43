extension Page {
  /// What did not pass, by cause, and the operators that are missing.
  static let causesView = #"""
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

    const causeRow = most => list => {
      const ids = [...new Set(list.map(r => r.case.id))];
      return `<tr><td class="n s-${list[0].family}">${number(list.length)}
        <span class="meter" style="width:${Math.max(4, 90 * list.length / most)}px"></span></td>
        <td>${chip(list[0])}</td><td>${escaped(list[0].signature || "no reason given")}
        <details><summary>${plural(ids.length, "case")}</summary><ul>${ids.slice(0, 60)
          .map(id => `<li>${caseText(id)}</li>`).join("")}${ids.length > 60 ? `<li>and ${number(
          ids.length - 60)} more: ${queryLink(`cause:${quoted(list[0].signature)}`, "all")}</li>`
          : ""}</ul></details></td><td>${runtimes.filter(name =>
          list.some(r => r.runtime === name)).map(name => `${escaped(name)} ${number(
          list.filter(r => r.runtime === name).length)}`).join("<br>")}</td></tr>`;
    };

    const blockerTable = missing => missing.length === 0 ? "" : `<h3>Operators that are missing</h3>
      <p class="note">How many cases each blocks, and how many it blocks alone.</p>
      ${scroller("Missing operators", `<table><thead><tr><th>operator</th><th class="n">alone</th>
      <th class="n">in all</th><td></td></tr></thead><tbody>${missing.slice(0, 12)
      .map(([name, all, alone]) => `<tr><td>${queryLink(
        `status:unsupported op:${name.split(".").pop()}`, escaped(name))}</td>
        <td class="n">${alone}</td><td class="n">${all}</td><td class="s-unsupported"
        style="width:50%"><span class="meter" style="width:${100 * all /
          Math.max(...missing.map(m => m[1]))}%"></span></td></tr>`).join("")}</tbody></table>`)}`;

    function showCauses() {
      const groups = [...grouped(results.filter(r => r.family !== "pass" && r.family !== "not-run"),
        r => `${r.status}\n${r.signature}`).values()].sort((a, b) => b.length - a.length);
      const most = groups.length ? groups[0].length : 1;
      const [bodies, more] = foldedRows(groups.slice(0, 400).map(causeRow(most)), 12, "causes");
      document.getElementById("causes").innerHTML = `<h2>Causes</h2>` + (groups.length
        ? `<p class="note">What did not pass, by its reason with names and numbers taken out.</p>
          ${scroller("Causes", `<table><thead><tr><th class="n">results</th><th>status</th>
          <th>cause</th><th>runtime</th></tr></thead>${bodies}</table>${more}`)}`
        : `<p class="good-line"><b aria-hidden="true">✓</b> Everything that ran passed.</p>`)
        + blockerTable(blockers());
    }
    """#
}
