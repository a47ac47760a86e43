extension Page {
  /// Tables with a column a runtime, and who agrees with whom.
  static let columnStyle = """
    th.name { white-space: normal; overflow-wrap: anywhere; min-width: 5rem; }
    a.column { color: inherit; text-decoration: underline dotted; text-underline-offset: .2em; }
    #runtime dd a { text-decoration: underline; text-underline-offset: .15em; }
    .picker { margin-bottom: .75rem; }
    .picker fieldset { border: 0; margin: .4rem 0 0; padding: 0; display: flex; flex-wrap: wrap;
      gap: .4rem 1.1rem; align-items: center; }
    .picker legend { padding: 0 0 .4rem; color: var(--soft); }
    .picker label { overflow-wrap: anywhere; }
    .totals th:first-child, .coverage th:first-child, .pairs :is(th, td):first-child {
      position: sticky; left: 0; background: var(--card); z-index: 1; padding-right: .75rem; }
    .totals, .coverage, .pairs { border-collapse: separate; border-spacing: 0; }
    .totals th:first-child { white-space: normal; min-width: 6rem; }
    select { font: inherit; font-size: .9375rem; color: inherit; background: var(--card);
      border: 1px solid var(--faint); border-radius: .5rem; padding: .25rem .5rem;
      max-width: 100%; }
    .choice { border: 1px solid var(--line); border-radius: 99rem; padding: .15rem .75rem;
      background: var(--card); }
    .choice[aria-current] { background: var(--tint); border-color: var(--link); }
    .groups { list-style: none; margin: 0; padding: 0; }
    .groups li { display: flex; flex-wrap: wrap; gap: .25rem; padding: .1rem 0 .1rem .5rem;
      border-left: 3px solid var(--line); margin-bottom: .35rem; }
    .party { background: var(--tint); border-radius: .3rem; padding: 0 .4rem; }
    .party.golden { background: var(--pass-bg); color: var(--pass); }
    .pair { color: var(--soft); margin-right: .3rem; }
    .marks { display: flex; flex-wrap: wrap; gap: .25rem; margin-top: .2rem; }
    .apart td { overflow-wrap: anywhere; } .apart td:first-child { min-width: 13rem; }
    .apart td:nth-child(3) { min-width: 15rem; }
    .pairs { width: auto; } .pairs :is(th, td) { padding: .4rem .7rem; text-align: right;
      border-left: 1px solid var(--line); white-space: normal; min-width: 5.2rem; max-width: 9.2rem;
      overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
    .pairs tbody th { text-align: left; min-width: 6.5rem; }
    .pairs :is(th, td):first-child { border-left: 0; padding-left: 0; }
    .pairs td :is(a, b, small) { display: block; } .pairs small { color: var(--soft); }
    .pairs .self { background: var(--tint); } .pairs .none { color: var(--faint); }
    .pairs .whole b { color: var(--pass); }
    .scroll :is(.pairs, .worst, .reasons) td:nth-child(2) { min-width: 5.2rem; }
    .scroll .reasons td:nth-child(2) { min-width: 15rem; } .reasons td { overflow-wrap: anywhere; }
    .grid td small { font-weight: 400; font-size: .8125rem; margin-left: .1rem; }
    .cell a:has(small) { min-width: 2.1rem; } .agreement { margin-top: 1.1rem; }
    @media (max-width: 40rem) {
      .totals td:nth-child(n+3) { min-width: 7rem; } .grid th:first-child { min-width: 7rem; }
      .apart, .apart tbody, .apart :is(tr, td) { display: block; } .apart thead { display: none; }
      .scroll .apart td:nth-child(n) { min-width: 0; padding: .2rem 0; }
      .apart td:not(:last-child) { border-bottom: 0; } .apart td:first-child { padding-top: .7rem; }
    }
    @media print { .picker, .choice, select { display: none; } }
    """
}
