extension DescentPage {
  /// The colours and the frame of the run's page, with a plot.
  static let style = """
    :root { --page: #f7f8fa; --card: #fff; --ink: #16202c; --soft: #55616f; --line: #dfe4ea;
      --tint: #eef2f6; --link: #0b57b0; --pass: #17784a; --fail: #b3261e; --error: #8f4500;
      --mono: ui-monospace, "SF Mono", "DejaVu Sans Mono", Menlo, monospace; }
    @media screen and (prefers-color-scheme: dark) { :root { --page: #0f141a; --card: #171d25;
      --ink: #e6ebf1; --soft: #a3afbd; --line: #2a333e; --tint: #1f2731; --link: #8ab8ff;
      --pass: #6fd49c; --fail: #ff8f86; --error: #ffb46b; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
    main, footer { max-width: 82.5rem; margin: 0 auto; padding: 1.5rem 1.75rem .5rem; }
    footer { color: var(--soft); }
    h1 { font-size: 1.65rem; } h2 { font-size: 1.35rem; margin: 0 0 .4rem; }
    section { margin-bottom: 2.4rem; } .note { color: var(--soft); max-width: 66rem; }
    .card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem;
      padding: 1.2rem 1.4rem; }
    .hero { border-left: 6px solid var(--fail); } .hero.good { border-left-color: var(--pass); }
    .hero p { margin: 0 0 .3rem; overflow-wrap: anywhere; } .big { font-size: 1.35rem; font-weight: 700; }
    svg { width: 100%; height: auto; background: var(--card); border: 1px solid var(--line);
      border-radius: .75rem; } svg text { fill: var(--soft); font-size: 12px; }
    svg .grid { stroke: var(--line); } svg circle { fill: var(--link); }
    svg circle.makes { fill: var(--fail); } svg circle.unjudged { fill: var(--error); }
    svg circle.equal { fill: var(--pass); }
    .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
    th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line);
      font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
    tr.makes td { background: var(--tint); font-weight: 600; } tr.makes td:last-child { color: var(--fail); }
    tr:target td { outline: 2px solid var(--link); }
    """
}
