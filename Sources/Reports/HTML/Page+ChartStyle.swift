extension Page {
  /// Bars, sparklines and strips of runs.
  static let chartStyle = """
    .stack { display: flex; height: .75rem; min-width: 6rem; border-radius: .4rem; overflow: hidden;
      background: var(--line); margin-top: .4rem; }
    .stack i { display: block; background: currentColor; border-right: 1px solid var(--card); }
    .stack .s-not-run { background: repeating-linear-gradient(135deg, currentColor 0 2px,
      transparent 2px 6px); }
    .stack i:last-child { border-right: 0; }
    .share { display: flex; flex-wrap: wrap; align-items: center; gap: 0 .75rem; }
    .share .stack { flex: 1 1 6rem; margin: .2rem 0; }
    .share span { font-variant-numeric: tabular-nums; white-space: nowrap; }
    .meter { display: block; height: .4rem; border-radius: .2rem; background: currentColor;
      margin-top: .5rem; opacity: .75; }
    .meters { width: 30%; min-width: 6rem; }
    .spark { display: block; max-width: 100%; height: auto; overflow: visible; fill: currentColor; }
    .spark .gap { fill: var(--faint); }
    .line { color: var(--link); } .line path { stroke: currentColor; stroke-width: 1.5;
      stroke-linejoin: round; }
    .steps { display: flex; flex-wrap: wrap; gap: 2px; margin: .1rem 0 .2rem; }
    .step { width: 1.25rem; height: 1.45rem; border-radius: .2rem; display: inline-flex;
      align-items: center; justify-content: center; font-weight: 700; font-size: .875rem; }
    .step.flake { outline: 1px dashed currentColor; outline-offset: -1px; color: var(--error); }
    .step.none { color: var(--faint); }
    .runs { margin-top: .2rem; }
    """
}
