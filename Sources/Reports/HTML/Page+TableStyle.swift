extension Page {
  /// Tables, chips and what folds.
  static let tableStyle = """
    table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
    th { text-align: left; font-weight: 600; color: var(--soft); white-space: nowrap; }
    th, td { padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line);
      vertical-align: top; }
    tbody:last-of-type tr:last-child > * { border-bottom: 0; }
    td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    th.n button { text-align: right; }
    td.n .meter { margin-left: auto; }
    tr.sum > * { font-weight: 600; border-top: 1px solid var(--faint); }
    .scroll { overflow-x: auto; }
    .scroll td:nth-child(2) { min-width: 13rem; }
    .totals td:nth-child(2), .coverage td:nth-child(2) { min-width: 0; }
    .changes th:first-child { width: 24%; } .changes th:nth-child(3) { width: 9rem; }
    .changes th.n { width: 9rem; }
    .more { margin: .6rem 0 0; }
    .sort { font: inherit; font-weight: 600; color: inherit; background: none; border: 0;
      padding: 0; white-space: nowrap; text-decoration: underline dotted; }
    .id { font-family: var(--mono); font-size: .9375rem; overflow-wrap: anywhere; }
    h1.id { font-size: 1.5rem; }
    .why { color: var(--soft); display: block; overflow-wrap: anywhere; }
    .arrow { color: var(--soft); }
    .chip { display: inline-flex; align-items: baseline; gap: .4rem; padding: .05rem .6rem .05rem
      .45rem; border-radius: 99rem; font-size: .9375rem; font-weight: 400; white-space: nowrap;
      color: var(--other); background: var(--other-bg); letter-spacing: 0; }
    .chip b { font-weight: 700; min-width: 1ch; text-align: center; }
    .mark { font-size: .875rem; color: var(--error); border: 1px solid currentColor;
      border-radius: .3rem; padding: 0 .35rem; font-weight: 400; letter-spacing: 0; }
    .s-pass { color: var(--pass); } .s-fail { color: var(--fail); } .s-error { color: var(--error); }
    .s-crash, .s-timeout, .s-device-lost, .s-validation-error { color: var(--crash); }
    .s-unsupported { color: var(--unsupported); }
    .s-missing, .s-not-run, .s-skipped, .s-unpredictable { color: var(--other); }
    :is(.chip, .step, .grid a).s-pass { background: var(--pass-bg); }
    :is(.chip, .step, .grid a).s-fail { background: var(--fail-bg); }
    :is(.chip, .step, .grid a).s-error { background: var(--error-bg); }
    :is(.chip, .step, .grid a):is(.s-crash, .s-timeout, .s-device-lost, .s-validation-error) {
      background: var(--crash-bg); }
    :is(.chip, .step, .grid a).s-unsupported { background: var(--unsupported-bg); }
    :is(.step, .grid a):is(.s-missing, .s-not-run, .s-skipped, .s-unpredictable) {
      background: var(--other-bg); }
    details > summary { cursor: pointer; color: var(--link); }
    details ul { margin: .4rem 0 0; padding-left: 1.1rem; columns: 2 20rem; }
    details ul.plain { columns: 1; } details li { overflow-wrap: anywhere; }
    .empty { color: var(--soft); padding: .4rem 0; margin: 0; }
    .elements td { font-family: var(--mono); white-space: nowrap; }
    .totals td { padding-right: 1.25rem; } .totals td:nth-child(n+3) { min-width: 8.5rem; }
    .counts { display: flex; flex-wrap: wrap; gap: 0 .9rem; margin-top: .2rem;
      font-variant-numeric: tabular-nums; }
    .counts a { white-space: nowrap; }
    .legend { margin: .75rem 0 0; color: var(--soft); font-size: .9375rem; }
    .legend span { white-space: nowrap; margin-right: .9rem; }
    @media (max-width: 40rem) {
      .scroll td:nth-child(2) { min-width: 8.5rem; } .scroll :is(th, td) { padding-right: .5rem; }
    }
    """
}
