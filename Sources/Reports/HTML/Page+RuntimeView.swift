extension Page {
  /// One runtime: what it is, and what came of it.
  static let runtimeView = #"""
    const webLink = url => /^https?:/.test(url)
      ? `<a href="${escaped(url)}" rel="noreferrer">${escaped(url)}</a>` : escaped(url);
    const inSpans = names => names.map(n => `<code>${escaped(n)}</code>`).join(" ");

    const lackList = p => !p.lacks.length ? "" : `<details><summary>${plural(p.lackCount,
      "operator")}</summary><ul class="plain">${p.lacks.map(([name, reason, issue]) => `<li><b>${
      escaped(name)}</b>: ${escaped(reason)}${issue ? ` (${webLink(issue)})` : ""}</li>`).join("")}${
      p.lackCount > p.lacks.length ? `<li>and ${number(p.lackCount - p.lacks.length)} more</li>`
      : ""}</ul></details>`;

    const profileFacts = p => [
      ["runtime", escaped(p.runtime)], ["version", escaped(p.version)],
      ["connection", `<code>${escaped(p.connection)}</code>`],
      ["digest", p.digest && `<code>${escaped(p.digest)}</code>`],
      ["home page", p.homepage && webLink(p.homepage)],
      ["faults go to", p.issues && webLink(p.issues)],
      ["domains", p.domains.map(([name, least, most]) =>
        `${escaped(name)} ${least}–${most}`).join(", ")],
      ["element types", inSpans(p.types.map(text))], ["features", inSpans(p.features.map(text))],
      ["operators", p.operators.map(([name, count]) => `${number(count)} of ${escaped(name)}`)
        .join(", ")],
      ["says it lacks", lackList(p)],
      ["results", p.isDeterministic ? "the same each time, it says"
        : "may differ from run to run, it says"],
      ["options", p.details.map(([name, value]) =>
        `<code>${escaped(name)}=${escaped(value)}</code>`).join(" ")],
    ];

    // Only what says where a node ran counts as proof.
    function placementText(name) {
      const n = columnOf(name).placement;
      if (!n) return isForeign(name) ? `<b>unproved</b>: it does not say where its nodes ran`
        : "no device of its own: every node on the processor";
      const [caseCount, device, values, host] = n;
      return `${plural(device, "node")} on the device, ${number(values)} on the host for their
        values, ${number(host)} on the host, in the ${plural(caseCount, "case")} that tell`;
    }

    function runtimeCard(name) {
      const [, identity, device, driver] = data.identity.runtimes[runtimes.indexOf(name)];
      const p = profileOf(name);
      const d = data.agreement;
      const party = partyOf(name);
      const withSuite = d && d.pairs.find(([a, b]) => a === 0 && b === party);
      const facts = [
        ["what it is", escaped(identity)], ["device", device && escaped(device)],
        ["driver", driver && escaped(driver)], ...(p ? profileFacts(p) : []),
        ["where nodes ran", placementText(name)],
        ["agrees", withSuite && withSuite[2] ? `with the suite in ${number(withSuite[3])} of ${
          plural(withSuite[2], "case")} with values; ${d.alone[party]
          ? `<a href="#agreement&agree=${encodeURIComponent(`alone:${name}`)}">alone in ${
            number(d.alone[party])}</a>` : "never alone"}` : ""],
      ];
      return `<div class="card"><dl>${facts.filter(f => f[1]).map(([label, value]) =>
        `<dt>${label}</dt><dd>${value}</dd>`).join("")}</dl></div>`;
    }

    function showRuntime(name) {
      const element = document.getElementById("runtime");
      const back = `<p class="back"><a href="#verdict">← All runtimes</a>
        ${runtimes.filter(n => n !== name).slice(0, 12).map(runtimeLink).join(" ")}</p>`;
      if (!runtimes.includes(name)) {
        element.innerHTML = `${back}<h1>No such runtime</h1><p>This run has no column
          <code>${escaped(name)}</code>.</p>`;
        return;
      }
      const list = results.filter(r => r.runtime === name);
      element.innerHTML = `${back}<h1>${breakableName(name)}</h1>${runtimeCard(name)}
        ${runtimeTotals(name)}${runtimeSurprises(name, list)}${unsupportedTable(name, list)}
        <div id="worst">${worstTable(name)}</div>${runtimeCoverage(name)}`;
      document.title = `${name}: ${title}`;
    }
    """#
}
