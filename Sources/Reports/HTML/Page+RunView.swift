extension Page {
  /// What ran, on what.
  static let runView = #"""
    const commitText = git => `<code>${escaped(git[0])}</code>${git[1]
      ? ` <b class="s-error">with uncommitted changes</b>` : ""}${git[2]
      ? ` <b class="s-error">sources newer than the program</b>` : ""}`;

    const runtimeText = ([name, identity, device, driver]) => {
      const facts = [identity];
      const profile = profileOf(name);
      for (const fact of [profile && `${profile.runtime} ${profile.version}`, device, driver]) {
        if (fact && !facts.some(f => f.includes(fact))) facts.push(fact);
      }
      return facts.map(escaped).join("<br>");
    };

    const partsTable = parts => parts.length === 0 ? "" : `<details class="parts"><summary>${plural(
      parts.length, "part")}</summary><ul class="plain">${parts.map(p => `<li>part ${p[0]} of ${p[1]}
      on ${escaped(p[3])}, ${p[5]} s, ${escaped(p[4])}, <code>${escaped(p[2])}</code>${p[6]
      ? ` <b class="s-error">ended early: ${escaped(p[6])}</b>` : ""}</li>`).join("")}</ul></details>`;

    function runCard() {
      const id = data.identity;
      const [program, build, compiler, digest] = id.program;
      const facts = [
        ["suite", `${escaped(id.suite)}${id.stamp ? ` <code title="${escaped(id.stamp)}">${
          escaped(id.stamp.slice(0, 12))}</code>` : ""}`],
        ["run", id.id && `<code>${escaped(id.id)}</code>`],
        ["commit", id.git && commitText(id.git)],
        ...id.runtimes.map(r => [r[0], runtimeText(r)]),
        ["machine", escaped(id.host)],
        ["program", escaped([program, build && `${build} build`].filter(Boolean).join(", ")) +
          (digest ? ` <code title="of the executable">${escaped(digest)}</code>` : "")],
        ["compiler", escaped(compiler)],
        ["isolation", escaped(id.isolation)],
        ["begun", escaped(id.runAt)],
        ["took", `${number(id.seconds)} s${id.parts.length ? ", over all parts" : ""}`],
        ["parts", partsTable(id.parts)],
        ["command", id.command && `<code>${escaped(id.command)}</code>`],
      ];
      return `<div class="card"><dl>${facts.filter(f => f[1]).map(([name, value]) =>
        `<dt>${runtimes.includes(name) ? runtimeLink(name) : escaped(name)}</dt><dd>${value}</dd>`)
        .join("")}</dl></div>`;
    }
    """#
}
