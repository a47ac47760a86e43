extension Page {
  static let style = """
    :root {
      --page: #f7f8fa; --card: #ffffff; --ink: #16202c; --soft: #55616f; --faint: #8a95a3;
      --line: #dfe4ea; --tint: #eef2f6; --link: #0b57b0; --focus: #1a73e8;
      --pass: #17784a; --pass-bg: #dff3e7; --fail: #b3261e; --fail-bg: #fbe1df;
      --error: #9a4a00; --error-bg: #fdebd6; --crash: #8a1a6c; --crash-bg: #f8dff1;
      --unsupported: #4a5b8c; --unsupported-bg: #e4e9f7; --other: #5d6673; --other-bg: #e9ecf0;
      --shadow: 0 1px 2px rgba(20, 30, 45, .06), 0 4px 14px rgba(20, 30, 45, .05);
      --mono: ui-monospace, "SF Mono", "Cascadia Code", "DejaVu Sans Mono", Menlo, monospace;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #0f141a; --card: #171d25; --ink: #e6ebf1; --soft: #a3afbd; --faint: #738091;
        --line: #2a333e; --tint: #1f2731; --link: #8ab8ff; --focus: #8ab8ff;
        --pass: #6fd49c; --pass-bg: #1a4a33a0; --fail: #ff8f86; --fail-bg: #5a1b1866;
        --error: #ffb46b; --error-bg: #54310c66; --crash: #f49ad8; --crash-bg: #4d163f66;
        --unsupported: #a9bbf2; --unsupported-bg: #27336080; --other: #a3afbd;
        --other-bg: #2a333e80; --shadow: none;
      }
    }
    * { box-sizing: border-box; }
    html { scroll-padding-top: 68px; }
    body { margin: 0; background: var(--page); color: var(--ink);
      font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif; }
    main { max-width: 1320px; margin: 0 auto; padding: 24px 28px 8px; }
    a { color: var(--link); text-decoration: none; }
    a:hover { text-decoration: underline; }
    :focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
    code, .mono { font-family: var(--mono); font-size: 15px; }
    .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    .bar { position: sticky; top: 0; z-index: 5; display: flex; align-items: center; gap: 20px;
      padding: 10px 28px; background: var(--card); border-bottom: 1px solid var(--line); }
    .brand { font-weight: 700; color: var(--ink); letter-spacing: -.01em; }
    .suite { color: var(--soft); }
    nav { display: flex; gap: 18px; margin-left: 8px; }
    nav a { color: var(--soft); } nav a:hover { color: var(--ink); }
    form { flex: 1; display: flex; justify-content: flex-end; }
    input[type=search] { width: min(460px, 100%); padding: 8px 12px; font: inherit;
      font-size: 15px; color: inherit; background: var(--page); border: 1px solid var(--line);
      border-radius: 8px; }
    h1 { font-size: 30px; line-height: 1.25; letter-spacing: -.02em; margin: 0 0 6px;
      text-wrap: balance; }
    h2 { font-size: 21px; letter-spacing: -.01em; margin: 0 0 4px; }
    h3 { font-size: 17px; margin: 22px 0 8px; }
    .note { color: var(--soft); margin: 0 0 14px; }
    section { margin-bottom: 34px; }
    .card { background: var(--card); border: 1px solid var(--line); border-radius: 12px;
      box-shadow: var(--shadow); padding: 20px 22px; }
    .hero { border-left: 6px solid var(--fail); margin-bottom: 18px; }
    .hero.good { border-left-color: var(--pass); } .hero.warn { border-left-color: var(--error); }
    .hero p { margin: 0; color: var(--soft); }
    .two { display: grid; grid-template-columns: minmax(0, 2.1fr) minmax(300px, 1fr); gap: 18px; }
    @media (max-width: 960px) { .two { grid-template-columns: 1fr; } nav, .suite { display: none; } }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: 5px 16px; margin: 0;
      font-size: 15px; }
    dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
    table { border-collapse: collapse; width: 100%; font-size: 15px; }
    th { text-align: left; font-weight: 600; color: var(--soft); white-space: nowrap; }
    th, td { padding: 7px 12px 7px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
    tbody tr:last-child > * { border-bottom: 0; }
    td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    tr.sum > * { font-weight: 600; border-top: 1px solid var(--faint); }
    .scroll { overflow-x: auto; }
    .id { font-family: var(--mono); font-size: 15px; overflow-wrap: anywhere; }
    .why { color: var(--soft); display: block; overflow-wrap: anywhere; }
    .chip { display: inline-flex; align-items: baseline; gap: 6px; padding: 1px 9px 1px 7px;
      border-radius: 999px; font-size: 15px; white-space: nowrap; color: var(--other);
      background: var(--other-bg); }
    .chip b { font-weight: 700; min-width: 1ch; text-align: center; }
    .s-pass { color: var(--pass); } .chip.s-pass { background: var(--pass-bg); }
    .s-fail { color: var(--fail); } .chip.s-fail { background: var(--fail-bg); }
    .s-error { color: var(--error); } .chip.s-error { background: var(--error-bg); }
    .s-crash, .s-timeout, .s-device-lost, .s-validation-error { color: var(--crash); }
    .chip.s-crash, .chip.s-timeout, .chip.s-device-lost, .chip.s-validation-error {
      background: var(--crash-bg); }
    .s-unsupported { color: var(--unsupported); }
    .chip.s-unsupported { background: var(--unsupported-bg); }
    .stack { display: flex; height: 12px; min-width: 120px; border-radius: 6px; overflow: hidden;
      background: var(--tint); margin-top: 6px; }
    .totals td { padding-right: 20px; } .totals td:nth-child(n+3) { width: 38%; } .totals .stack { margin-top: 7px; }
    .counts { display: flex; flex-wrap: wrap; gap: 0 14px; margin-top: 3px;
      font-variant-numeric: tabular-nums; }
    .legend { margin: 12px 0 0; color: var(--soft); font-size: 15px; }
    .stack i { display: block; background: currentColor; border-right: 1px solid var(--card); }
    .stack i:last-child { border-right: 0; }
    .count { display: inline-block; min-width: 3ch; }
    .meter { display: block; height: 6px; border-radius: 3px; background: currentColor;
      margin-top: 8px; opacity: .75; }
    details > summary { cursor: pointer; color: var(--link); }
    details ul { margin: 6px 0 0; padding-left: 18px; columns: 2; }
    button { font: inherit; font-size: 15px; color: var(--link); background: var(--card);
      border: 1px solid var(--line); border-radius: 8px; padding: 5px 12px; cursor: pointer; }
    button:hover { background: var(--tint); }
    .tools { display: flex; flex-wrap: wrap; gap: 8px 14px; align-items: center;
      margin: 0 0 12px; color: var(--soft); font-size: 15px; }
    .legend span { white-space: nowrap; margin-right: 14px; }
    .grid { overflow: auto; max-height: 78vh; padding: 0; }
    .grid table { width: auto; border-collapse: separate; border-spacing: 0; }
    .grid th { position: sticky; top: 0; background: var(--card); z-index: 2; padding: 8px 6px;
      text-align: center; }
    .grid th:first-child { left: 0; z-index: 3; text-align: left; padding: 8px 16px; }
    .grid tbody th { position: sticky; left: 0; top: auto; z-index: 1; padding: 0 16px;
      font-weight: 500; color: var(--ink); text-align: left; border-bottom: 1px solid var(--line); }
    .grid td { padding: 0; text-align: center; border-bottom: 1px solid var(--line);
      border-left: 1px solid var(--line); }
    .cell { display: flex; min-width: 46px; height: 39px; justify-content: center; }
    .cell a, .cell span { flex: 1; min-width: 23px; line-height: 39px; font-weight: 700; }
    .cell a:hover { text-decoration: none; filter: brightness(.92); }
    .cell .s-pass { background: var(--pass-bg); } .cell .s-fail { background: var(--fail-bg); }
    .cell .s-error { background: var(--error-bg); }
    .cell .s-unsupported { background: var(--unsupported-bg); }
    .cell .s-crash, .cell .s-timeout, .cell .s-device-lost, .cell .s-validation-error {
      background: var(--crash-bg); }
    .cell .none { color: var(--faint); font-weight: 400; opacity: .75; }
    pre { background: var(--tint); border-radius: 8px; padding: 12px 14px; overflow-x: auto;
      font: 15px/1.5 var(--mono); margin: 8px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
    .replay { display: flex; gap: 10px; align-items: center; } .replay pre { flex: 1; margin: 0; }
    .cards { display: grid; gap: 18px; margin-top: 18px; }
    .elements td { font-family: var(--mono); white-space: nowrap; }
    .empty { color: var(--soft); padding: 6px 0; }
    footer { max-width: 1320px; margin: 0 auto; padding: 8px 28px 40px; color: var(--faint);
      font-size: 15px; }
    @media print {
      .bar form, .bar nav, button, .tools { display: none; } .bar { position: static; }
      .card { box-shadow: none; break-inside: avoid-page; } body { background: #fff; }
      .grid { max-height: none; overflow: visible; } section { break-inside: auto; }
    }
    """
}
