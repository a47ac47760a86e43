extension Page {
  /// On paper nothing sticks, folds or scrolls, and colours are those of daylight.
  static let printStyle = """
    @media print {
      @page { margin: 11mm; }
      html { font-size: 11px; } body { background: #fff; } main { max-width: none; padding: 0; }
      .bar { position: static; padding: 0 0 .5rem; } .bar form, .bar nav, .skip, .tools button,
      #results .tools, #matrix .note a, .more, .replay button, .back, dd button, footer {
        display: none; }
      .card { box-shadow: none; padding: .7rem .8rem; break-inside: auto; }
      .hero, tr, h2, h3 { break-inside: avoid; } h2, h3 { break-after: avoid; }
      tbody.fold[hidden] { display: table-row-group; }
      details::details-content { content-visibility: visible; block-size: auto; }
      .scroll, .grid { overflow: visible; max-height: none; }
      .two { grid-template-columns: minmax(0, 1fr); }
      th { white-space: normal; } thead { display: table-header-group; }
      .stack, .stack i, .meter, .chip, .step, .grid a, .hero { print-color-adjust: exact; }
      .grid table { width: 100%; font-size: 8px; } .grid th, .grid th:first-child {
        position: static; padding: 1px 2px; }
      .grid td { min-width: 0; height: auto; } .grid td > a, .grid td > .none, .cell {
        min-height: 0; } .cell a, .cell .none { min-width: 0; }
    }
    """
}
