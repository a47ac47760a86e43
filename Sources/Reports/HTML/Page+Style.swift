extension Page {
  /// Colours, text and the frame. Sizes are in rem, so that the reader's text size counts.
  package static let style = """
    :root {
      --page: #f7f8fa; --card: #ffffff; --ink: #16202c; --soft: #55616f; --faint: #667281;
      --line: #dfe4ea; --tint: #eef2f6; --link: #0b57b0; --focus: #1a73e8;
      --pass: #17784a; --pass-bg: #dff3e7; --fail: #b3261e; --fail-bg: #fbe1df;
      --error: #8f4500; --error-bg: #fdebd6; --crash: #8a1a6c; --crash-bg: #f8dff1;
      --unsupported: #4a5b8c; --unsupported-bg: #e4e9f7; --other: #55616f; --other-bg: #e9ecf0;
      --shadow: 0 1px 2px rgba(20, 30, 45, .06), 0 4px 14px rgba(20, 30, 45, .05);
      --mono: ui-monospace, "SF Mono", "Cascadia Code", "DejaVu Sans Mono", Menlo, monospace;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root {
        --page: #0f141a; --card: #171d25; --ink: #e6ebf1; --soft: #a3afbd; --faint: #8a97a8;
        --line: #2a333e; --tint: #1f2731; --link: #8ab8ff; --focus: #8ab8ff;
        --pass: #6fd49c; --pass-bg: #173a2a; --fail: #ff8f86; --fail-bg: #3b1d1e;
        --error: #ffb46b; --error-bg: #382718; --crash: #f49ad8; --crash-bg: #451b3c;
        --unsupported: #a9bbf2; --unsupported-bg: #232c4a; --other: #a3afbd;
        --other-bg: #232b35; --shadow: none;
      }
    }
    * { box-sizing: border-box; }
    html { scroll-padding-top: 1rem; }
    body { margin: 0; background: var(--page); color: var(--ink); font-family: system-ui,
      "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif; font-size: 1rem;
      line-height: 1.5; }
    main, footer { max-width: 82.5rem; margin: 0 auto; padding: 1.5rem 1.75rem .5rem; }
    footer { padding-bottom: 2.5rem; color: var(--faint); font-size: .9375rem; }
    a { color: var(--link); text-decoration: none; }
    a:hover { text-decoration: underline; }
    p a, li a, .note a { text-decoration: underline; text-decoration-color: currentColor;
      text-decoration-thickness: 1px; text-underline-offset: .15em; }
    :focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
    section:focus, #case:focus, #runtime:focus { outline: none; }
    #runtime > :is(h2, #worst) { margin-top: 2rem; }
    code, .mono { font-family: var(--mono); font-size: .9375rem; overflow-wrap: anywhere; }
    .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden;
      clip-path: inset(50%); white-space: nowrap; }
    .skip { position: absolute; left: 1rem; top: -4rem; z-index: 9; padding: .5rem 1rem;
      background: var(--card); border-radius: .5rem; }
    .skip:focus { top: .5rem; }
    .bar { display: flex; flex-wrap: wrap;
      align-items: center; gap: .4rem 1rem; padding: .625rem 1.75rem; background: var(--card);
      border-bottom: 1px solid var(--line); }
    .brand { font-weight: 700; color: var(--ink); letter-spacing: -.01em; }
    .suite { color: var(--soft); }
    nav { display: flex; flex-wrap: wrap; gap: .2rem .8rem; }
    nav a { color: var(--soft); } nav a:hover { color: var(--ink); }
    form { flex: 1 1 9rem; display: flex; justify-content: flex-end; }
    input[type=search] { width: min(26rem, 100%); padding: .5rem .75rem; font: inherit;
      font-size: .9375rem; color: inherit; background: var(--page); border: 1px solid var(--faint);
      border-radius: .5rem; }
    ::placeholder { color: var(--faint); opacity: 1; }
    h1, h2, h3, h4 { overflow-wrap: anywhere; text-wrap: balance; }
    h1 { font-size: 1.65rem; line-height: 1.25; letter-spacing: -.02em; margin: 0 0 .9rem; }
    h2 { font-size: 1.35rem; letter-spacing: -.01em; margin: 0 0 .4rem; }
    h3 { font-size: 1.06rem; margin: 1.5rem 0 .5rem; } h4 { font-size: 1rem; margin: 1rem 0 .4rem; }
    .big { font-size: 1.75rem; font-weight: 700; line-height: 1.25; letter-spacing: -.02em;
      margin: 0 0 .4rem; text-wrap: balance; color: var(--ink); }
    .note { color: var(--soft); margin: 0 0 .9rem; max-width: 66rem; }
    .soft { color: var(--soft); font-weight: 400; }
    section { margin-bottom: 2.4rem; }
    .card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem;
      box-shadow: var(--shadow); padding: 1.2rem 1.4rem; }
    .hero { border-left: 6px solid var(--fail); margin-bottom: 1.1rem; }
    .hero.good { border-left-color: var(--pass); } .hero.warn { border-left-color: var(--error); }
    .hero p:not(.big) { margin: 0; color: var(--soft); }
    .sides { display: inline-flex; flex-wrap: wrap; gap: .1rem .9rem; color: var(--soft);
      font-weight: 400; margin: 0; }
    .sides .run { color: var(--ink); }
    .good-line { color: var(--pass); font-weight: 600; margin: 0 0 .5rem; }
    .notes { margin: .6rem 0 0; padding-left: 1.2rem; color: var(--soft); }
    .notes > li { margin-bottom: .25rem; overflow-wrap: anywhere; }
    dl { display: grid; grid-template-columns: fit-content(9.5rem) minmax(0, 1fr);
      gap: .3rem 1rem; margin: 0; font-size: .9375rem; }
    dt { color: var(--soft); overflow-wrap: anywhere; } dd { margin: 0; overflow-wrap: anywhere; }
    pre { background: var(--tint); border-radius: .5rem; padding: .75rem .9rem; overflow-x: auto;
      font: .9375rem/1.5 var(--mono); margin: .5rem 0; white-space: pre-wrap;
      overflow-wrap: anywhere; }
    .replay { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; }
    .replay pre { flex: 1 1 18rem; margin: 0; }
    .cards { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.1rem; margin-top: 1.1rem; }
    .back { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: 0 0 .8rem; }
    button { font: inherit; font-size: .9375rem; color: var(--link); background: var(--card);
      border: 1px solid var(--line); border-radius: .5rem; padding: .3rem .75rem; cursor: pointer; }
    button:hover { background: var(--tint); }
    button[aria-pressed=true] { background: var(--tint); border-color: var(--link); }
    .tools { display: flex; flex-wrap: wrap; gap: .5rem .9rem; align-items: center;
      margin: 0 0 .75rem; color: var(--soft); font-size: .9375rem; }
    .tools .legend { margin: 0; }
    .two { display: grid; grid-template-columns: minmax(0, 2.1fr) minmax(19rem, 1fr); gap: 1.1rem;
      align-items: start; }
    .two.many { grid-template-columns: minmax(0, 1fr); }
    @media (max-width: 68rem) { .two { grid-template-columns: minmax(0, 1fr); } }
    @media (max-width: 40rem) {
      .bar { padding: .6rem 1rem; } main, footer { padding: 1rem; }
      .card { padding: .9rem 1rem; } .big { font-size: 1.35rem; }
      dl { grid-template-columns: minmax(0, 1fr); gap: 0; } dd { margin-bottom: .5rem; }
    }
    @media (min-width: 82rem) and (min-height: 30rem) {
      html { scroll-padding-top: 4.6rem; } .bar { position: sticky; top: 0; z-index: 5; }
    }
    """
}
