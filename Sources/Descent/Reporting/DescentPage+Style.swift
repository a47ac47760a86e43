extension DescentPage {
  /// The plot, and the table of steps, beside the run's page's own style.
  static let plotStyle = """
    .plot { width: 100%; height: auto; background: var(--card); border: 1px solid var(--line);
      border-radius: .75rem; }
    .plot text { fill: var(--soft); font-size: 12px; } .plot .grid { stroke: var(--line); }
    .plot circle { fill: var(--link); } .plot .makes { fill: var(--fail); }
    .plot .unjudged { fill: var(--error); } .plot .equal { fill: var(--pass); }
    .hero p { overflow-wrap: anywhere; } .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
    th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line);
      font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
    tr.makes td { background: var(--tint); font-weight: 600; }
    tr.makes td:last-child { color: var(--fail); }
    tr:target td { outline: 2px solid var(--link); }
    """
}
