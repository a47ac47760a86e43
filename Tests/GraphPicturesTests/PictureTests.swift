import Foundation
import FoundationXML
import Graphs
import Operators
import Tensors
import Testing

@testable import GraphPictures

@Suite("A graph's picture") struct PictureTests {
  /// x → Relu → y, and an If whose branches read y.
  private func picture() throws -> Picture {
    let (x, c, y, z) = (ValueID(0), ValueID(1), ValueID(2), ValueID(3))
    let relu = try OperatorCatalog.standard.node(
      "Relu", opset: 21, named: "a \"b\" <c>", inputs: [x], outputs: [y])
    let branches = try (10...11).map { number in
      Graph(
        name: "g", outputs: [ValueID(number)],
        nodes: [
          try OperatorCatalog.standard.node(
            number == 10 ? "Neg" : "Abs", opset: 21, named: "", inputs: [y],
            outputs: [ValueID(number)])
        ])
    }
    let choice = try OperatorCatalog.standard.node(
      "If", opset: 21, named: "", inputs: [c], outputs: [z],
      attributes: ["then_branch": .graph(branches[0]), "else_branch": .graph(branches[1])])
    return Picture(
      Graph(
        name: "main", inputs: [x], outputs: [z], nodes: [relu, choice],
        constants: [c: .tensor(Tensor(scalar: true))],
        types: [x: .tensor(TensorType(.float, [2]))], names: [x: "x", y: "y", z: "z", c: "c"]))
  }

  @Test("has a box for each input, node and output, those of bodies in frames")
  func boxes() throws {
    let picture = try picture()
    #expect(
      picture.boxes.map(\.title) == [
        "x: float[2]", "Relu-14", "If-21", "Abs-13", "value_11", "Neg-13", "value_10", "z",
      ])
    #expect(
      picture.boxes.map { $0.frame != nil } == [
        false, false, false, true, true, true, true, false,
      ])
    #expect(picture.boxes[2].details == ["c: bool[] [true]"])
    #expect(picture.frames.map(\.title) == ["else_branch", "then_branch"])
  }

  @Test("has a line for each reading, from around a body too")
  func lines() throws {
    let lines = try picture().lines.map { "\($0.from)-\($0.to) \($0.label ?? "body")" }
    #expect(
      Set(lines) == [
        "0-1 x: float[2]", "1-3 y: float[2]", "3-4 value_11", "1-5 y: float[2]",
        "5-6 value_10: float[2]", "2-7 z: float[2]", "2-3 body", "2-5 body",
      ])
  }

  @Test("is a text for Graphviz, with names in quotes and bodies as clusters")
  func dot() throws {
    let text = DotText(try picture()).text
    #expect(text.contains("b1 [label=\"Relu-14\\n'a \\\"b\\\" <c>'\", fillcolor"))
    #expect(text.contains("subgraph cluster_1 {\n    label=\"then_branch\";"))
    #expect(text.contains("b1 -> b3 [label=\"y: float[2]\"];"))
  }

  @Test("is laid out so that no two boxes overlap and lines run down")
  func layout() throws {
    let picture = try picture()
    let layout = Layout(picture)
    let places = layout.rectangles
    for (i, a) in places.enumerated() {
      #expect(a.x >= 0 && a.x + a.width <= layout.width && a.y + a.height <= layout.height)
      for b in places.dropFirst(i + 1) {
        let isApart =
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y
          || b.y + b.height <= a.y
        #expect(isApart)
      }
    }
    for line in picture.lines {
      #expect(places[line.from].y + places[line.from].height < places[line.to].y)
    }
  }

  @Test("is SVG and a page that an XML parser reads, with names marked up")
  func markup() throws {
    let svg = GraphSVG(try picture()).text
    #expect(XMLParser(data: Data(svg.utf8)).parse())
    #expect(svg.contains("&#39;a &quot;b&quot; &lt;c&gt;&#39;"))
    let page = GraphPage(title: "a & b", panes: [("before", svg), ("after", svg)]).text
    #expect(page.contains("<title>a &amp; b</title>"))
    #expect(page.ranges(of: "<svg ").count == 2)
    #expect(!page.contains("http://") || page.ranges(of: "http://").count == 2)
  }
}
