extension Page {
  /// The matrix: its head and first column stay in sight.
  static let matrixStyle = """
    .grid { overflow: auto; max-height: 78vh; padding: 0; }
    .grid table { width: auto; border-collapse: separate; border-spacing: 0; }
    .grid th { position: sticky; top: 0; background: var(--card); z-index: 2;
      padding: .5rem .4rem; text-align: center; }
    .grid th:first-child { left: 0; z-index: 3; text-align: left; padding: .5rem 1rem; }
    .grid tbody th { left: 0; top: auto; z-index: 1; padding: .3rem 1rem; font-weight: 500;
      color: var(--ink); text-align: left; }
    .grid td { padding: 0; text-align: center; border-left: 1px solid var(--line);
      min-width: 2.9rem; height: 2.3rem; vertical-align: middle; }
    .grid td > a, .grid td > .none { display: flex; height: 100%; min-height: 2.3rem;
      align-items: center; justify-content: center; }
    .cell { display: flex; height: 100%; min-height: 2.3rem; justify-content: center; }
    .cell a, .cell .none { flex: 1; min-width: 1.45rem; display: flex; align-items: center;
      justify-content: center; }
    .grid td a { font-weight: 700; } .grid td a:hover { text-decoration: none;
      box-shadow: inset 0 0 0 2px currentColor; }
    .grid a:focus-visible { outline-offset: -2px; outline-width: 3px; }
    .grid th:has(a:focus-visible) { z-index: 3; }
    .grid td a, .grid tbody th a { scroll-margin: 3rem 2rem 3rem 15rem; }
    .grid .none { color: var(--faint); }
    @media (max-width: 40rem) {
      .grid th:first-child { position: static; padding: .3rem .5rem; max-width: 9rem;
        white-space: normal; overflow-wrap: anywhere; }
      .grid td a, .grid tbody th a { scroll-margin: 3rem 2rem; }
    }
    """
}
