import Reports

/// A picture as SVG, laid out here: without Graphviz.
package struct GraphSVG: Sendable {
  private let picture: Picture

  package init(_ picture: Picture) { self.picture = picture }

  package var text: String {
    let layout = Layout(picture)
    let places = layout.rectangles
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(layout.width)" height="\(layout.height)" \
      viewBox="0 0 \(layout.width) \(layout.height)" font-family="sans-serif" font-size="12">
      <title>\(Markup.escaped(picture.name))</title>
      \(picture.lines.map { Self.line($0, places) }.joined(separator: "\n"))
      \(zip(picture.boxes, places).map { box($0, $1) }.joined(separator: "\n"))
      </svg>

      """
  }

  private static func line(_ line: Picture.Line, _ places: [Layout.Rectangle]) -> String {
    let (a, b) = (places[line.from], places[line.to])
    let (top, bottom) = (a.y + a.height, b.y)
    let bend = (bottom - top) / 2
    let dashes = line.label == nil ? " stroke-dasharray=\"4 3\"" : ""
    return "<path d=\"M\(a.middle) \(top)C\(a.middle) \(top + bend) \(b.middle) \(bottom - bend) "
      + "\(b.middle) \(bottom)\" fill=\"none\" stroke=\"#667\"\(dashes)>"
      + (line.label.map { "<title>\(Markup.escaped($0))</title>" } ?? "") + "</path>"
  }

  private func box(_ box: Picture.Box, _ place: Layout.Rectangle) -> String {
    let frames = sequence(first: box.frame) { $0.flatMap { picture.frames[$0].around } }
      .prefix { $0 != nil }.compactMap { $0 }.map { picture.frames[$0].title }
    let lines = [box.title] + box.details
    let words = lines.enumerated().map { number, line in
      let shown = line.count > Layout.longest ? line.prefix(Layout.longest - 1) + "…" : line[...]
      let y = place.y + 18 + number * Layout.lineHeight
      let weight = number == 0 ? " font-weight=\"bold\"" : ""
      return
        "<text x=\"\(place.x + 10)\" y=\"\(y)\"\(weight)>\(Markup.escaped(String(shown)))</text>"
    }
    let about = (frames.reversed() + lines).joined(separator: " · ")
    return "<g class=\"box\"><title>\(Markup.escaped(about))</title>"
      + "<rect x=\"\(place.x)\" y=\"\(place.y)\" width=\"\(place.width)\" "
      + "height=\"\(place.height)\" rx=\"5\" fill=\"#\(box.kind.colour)\" "
      + "stroke=\"#556\"\(frames.isEmpty ? "" : " stroke-dasharray=\"4 3\"")/>"
      + words.joined() + "</g>"
  }
}
