/// A picture in Graphviz's language.
package struct DotText: Sendable {
  private let picture: Picture

  package init(_ picture: Picture) { self.picture = picture }

  package var text: String {
    """
    digraph \(Self.quoted(picture.name.isEmpty ? "graph" : picture.name)) {
      node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=10];
      edge [fontname="Helvetica", fontsize=8];
    \(members(of: nil, indent: "  "))\(lines)}

    """
  }

  private func members(of frame: Int?, indent: String) -> String {
    var text = ""
    for (number, box) in picture.boxes.enumerated() where box.frame == frame {
      let label = ([box.title] + box.details).joined(separator: "\n")
      text +=
        "\(indent)b\(number) [label=\(Self.quoted(label)), "
        + "fillcolor=\"#\(box.kind.colour)\"];\n"
    }
    for (number, inner) in picture.frames.enumerated() where inner.around == frame {
      text +=
        "\(indent)subgraph cluster_\(number) {\n\(indent)  label=\(Self.quoted(inner.title));\n"
        + members(of: number, indent: indent + "  ") + "\(indent)}\n"
    }
    return text
  }

  private var lines: String {
    picture.lines.map { line in
      let look = line.label.map { "label=\(Self.quoted($0))" } ?? "style=dashed"
      return "  b\(line.from) -> b\(line.to) [\(look)];\n"
    }.joined()
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      .replacing("\n", with: "\\n")
    return "\"\(escaped)\""
  }
}
