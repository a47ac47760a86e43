package import Harness

/// `badge.svg`: the badge as a picture that needs nothing else.
package struct BadgePicture: ReportFormat {
  package static let name = "svg"
  package static let fileName = "badge.svg"
  package static let summary = "for a README: the badge as a picture"

  private static let height = 20
  private static let margin = 6

  private let badge: Badge

  package init(_ report: RunReport) { badge = Badge(report) }

  package func render() throws -> String? { text }

  var text: String {
    let label = Self.width(of: badge.label)
    let message = Self.width(of: badge.message)
    let split = label + 2 * Self.margin
    let width = split + message + 2 * Self.margin
    return XMLElement(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"), ("width", "\(width)"),
        ("height", "\(Self.height)"), ("viewBox", "0 0 \(width) \(Self.height)"), ("role", "img"),
        ("aria-label", badge.title),
      ],
      children: [
        XMLElement("title", text: badge.title),
        rectangle(x: 0, width: split, "3b3f45"),
        rectangle(x: split, width: width - split, badge.color.rawValue),
        textElement(badge.label, x: Self.margin, width: label, color: "ffffff"),
        textElement(
          badge.message, x: split + Self.margin, width: message, color: badge.color.text),
      ]
    ).file
  }

  private func rectangle(x: Int, width: Int, _ color: String) -> XMLElement {
    XMLElement(
      "rect",
      [
        ("x", "\(x)"), ("width", "\(width)"), ("height", "\(Self.height)"), ("fill", "#\(color)"),
      ])
  }

  /// `textLength` gives the text its room whatever sans-serif font the viewer has.
  private func textElement(_ text: String, x: Int, width: Int, color: String) -> XMLElement {
    XMLElement(
      "text",
      [
        ("x", "\(x)"), ("y", "14"), ("textLength", "\(width)"),
        ("lengthAdjust", "spacingAndGlyphs"), ("font-family", "sans-serif"), ("font-size", "11"),
        ("fill", "#\(color)"),
      ], text: text)
  }

  /// About what a sans-serif font of 11 pixels takes.
  private static func width(of text: String) -> Int {
    text.reduce(0) { width, character in
      width + ("iIjl.,:;|! ".contains(character) ? 4 : "mwMW@".contains(character) ? 9 : 6)
    }
  }
}
