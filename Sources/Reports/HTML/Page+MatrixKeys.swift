extension Page {
  /// The matrix is one stop of the tab key; arrows, Home and End move within it.
  static let matrixKeys = #"""
    function moveInMatrix(event) {
      const link = event.target.closest?.(".grid a");
      if (!link || event.ctrlKey || event.altKey || event.metaKey) return;
      const row = link.closest("tr");
      const inRow = [...row.querySelectorAll("a")];
      const place = inRow.indexOf(link);
      const inColumn = step => {
        const column = link.closest("td, th").cellIndex;
        for (let next = row; (next = step < 0 ? next.previousElementSibling
          : next.nextElementSibling);) {
          const found = next.cells[column]?.querySelectorAll("a") || [];
          const inCell = [...link.parentElement.querySelectorAll("a")].indexOf(link);
          if (found.length) return found[Math.min(inCell, found.length - 1)];
        }
        return null;
      };
      const target = {
        ArrowLeft: () => inRow[place - 1], ArrowRight: () => inRow[place + 1],
        ArrowUp: () => inColumn(-1), ArrowDown: () => inColumn(1),
        Home: () => inRow[0], End: () => inRow[inRow.length - 1],
      }[event.key];
      if (!target) return;
      event.preventDefault();
      target()?.focus();
    }

    document.addEventListener("keydown", moveInMatrix);
    document.addEventListener("focusin", event => {
      const link = event.target.closest?.(".grid a");
      if (!link) return;
      for (const other of link.closest(".grid").querySelectorAll('a[tabindex="0"]')) {
        other.setAttribute("tabindex", "-1");
      }
      link.setAttribute("tabindex", "0");
    });
    """#
}
