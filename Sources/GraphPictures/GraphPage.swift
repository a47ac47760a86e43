import Reports

/// Pictures side by side in one HTML file that needs no network: drag to move, turn the wheel to zoom,
/// search by operator, name or type.
package struct GraphPage: Sendable {
  private let title: String
  /// SVG, with headings.
  private let panes: [(heading: String, svg: String)]

  package init(title: String, panes: [(heading: String, svg: String)]) {
    self.title = title
    self.panes = panes
  }

  package var text: String {
    HTMLDocument.text(
      title: title, colours: "light", style: Self.style,
      body: """
        <header>
          <h1>\(Markup.escaped(title))</h1>
          <form role="search">
            <label>Search <input id="search" type="search" autocomplete="off" spellcheck="false"></label>
            <output id="found"></output>
          </form>
        </header>
        <main>
        \(panes.map(Self.pane).joined(separator: "\n"))
        </main>
        <script>
        "use strict";
        \(Self.script)
        </script>
        """)
  }

  private static func pane(_ pane: (heading: String, svg: String)) -> String {
    // A drawing of Graphviz's begins with an XML declaration.
    let start = pane.svg.ranges(of: "<svg").first?.lowerBound ?? pane.svg.startIndex
    return "<section aria-label=\"\(Markup.escaped(pane.heading))\">"
      + "<h2>\(Markup.escaped(pane.heading))</h2>\(pane.svg[start...])</section>"
  }

  private static let style = """
    html, body { height: 100%; margin: 0; font: 14px sans-serif; color: #223; background: #fff; }
    body { display: flex; flex-direction: column; }
    header { display: flex; gap: 2em; align-items: center; padding: 4px 12px; background: #eef; }
    h1, h2 { font-size: 15px; margin: 4px 0; }
    main { flex: 1; display: flex; min-height: 0; }
    section { flex: 1; min-width: 0; display: flex; flex-direction: column; border-left: 1px solid #ccd; }
    section h2 { padding-left: 8px; }
    svg { flex: 1; width: 100%; min-height: 0; cursor: grab; }
    .found rect, .found polygon, .found path { stroke: #c20; stroke-width: 3; }
    """

  private static let script = """
    for (const svg of document.querySelectorAll("section > svg")) {
      const view = svg.viewBox.baseVal;
      let last = null;
      svg.removeAttribute("width");
      svg.removeAttribute("height");
      const scale = () => Math.max(view.width / svg.clientWidth, view.height / svg.clientHeight);
      if (scale() > 2) {
        // A large graph begins at its top, in letters that can be read.
        view.x += (view.width - svg.clientWidth) / 2;
        view.width = svg.clientWidth;
        view.height = svg.clientHeight;
      }
      svg.addEventListener("pointerdown", event => {
        last = event;
        svg.setPointerCapture(event.pointerId);
      });
      svg.addEventListener("pointerup", () => { last = null; });
      svg.addEventListener("pointermove", event => {
        if (!last) return;
        view.x -= (event.clientX - last.clientX) * scale();
        view.y -= (event.clientY - last.clientY) * scale();
        last = event;
      });
      svg.addEventListener("wheel", event => {
        event.preventDefault();
        const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
        const factor = event.deltaY > 0 ? 1.2 : 1 / 1.2;
        view.x = point.x - (point.x - view.x) * factor;
        view.y = point.y - (point.y - view.y) * factor;
        view.width *= factor;
        view.height *= factor;
      }, { passive: false });
    }
    const search = document.getElementById("search");
    const boxes = [...document.querySelectorAll("section > svg g.box, section > svg g.node")];
    let hits = [];
    let next = 0;
    search.addEventListener("input", () => {
      const text = search.value.trim().toLowerCase();
      hits = text ? boxes.filter(box => box.textContent.toLowerCase().includes(text)) : [];
      next = 0;
      for (const box of boxes) box.classList.toggle("found", hits.includes(box));
      document.getElementById("found").textContent = text ? hits.length + " found" : "";
    });
    document.querySelector("form").addEventListener("submit", event => {
      event.preventDefault();
      if (!hits.length) return;
      const box = hits[next++ % hits.length];
      const svg = box.ownerSVGElement;
      const here = box.getBoundingClientRect();
      const there = svg.getBoundingClientRect();
      const view = svg.viewBox.baseVal;
      const scale = Math.max(view.width / svg.clientWidth, view.height / svg.clientHeight);
      view.x += (here.left + here.width / 2 - there.left - there.width / 2) * scale;
      view.y += (here.top + here.height / 2 - there.top - there.height / 2) * scale;
    });
    """
}
