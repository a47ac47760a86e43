/// Where boxes stand: in layers, each below all that it reads, ordered so that few lines cross.
///
/// - Source: Sugiyama, Tagawa, Toda, "Methods for visual understanding of hierarchical system
///   structures", 1981: layers by longest paths, order by barycentres.
struct Layout {
  /// A place in pixels.
  struct Rectangle: Sendable {
    var x = 0
    var y = 0
    let width: Int
    let height: Int
    var middle: Int { x + width / 2 }
  }

  private(set) var rectangles: [Rectangle]
  private(set) var width = 0
  private(set) var height = 0

  static let lineHeight = 16
  private static let gap = 24
  private static let layerGap = 44
  private static let sweeps = 4
  /// About what a sans-serif font of 12 pixels takes a letter.
  private static let letterWidth = 7
  /// Letters of a line that are shown.
  static let longest = 60

  init(_ picture: Picture) {
    rectangles = picture.boxes.map { box in
      let letters = ([box.title] + box.details).map { min($0.count, Self.longest) }.max() ?? 0
      return Rectangle(
        width: letters * Self.letterWidth + 20,
        height: (1 + box.details.count) * Self.lineHeight + 12)
    }
    place(Self.ordered(Self.layers(of: picture), picture))
  }

  /// Boxes come after those that they read, so one pass finds the longest paths, and another one back
  /// puts each box right above the first that reads it.
  private static func layers(of picture: Picture) -> [[Int]] {
    var layer = [Int](repeating: 0, count: picture.boxes.count)
    let byTarget = Dictionary(grouping: picture.lines, by: \.to)
    for box in picture.boxes.indices {
      layer[box] = (byTarget[box] ?? []).map { layer[$0.from] + 1 }.max() ?? 0
    }
    let bySource = Dictionary(grouping: picture.lines, by: \.from)
    for box in picture.boxes.indices.reversed() {
      layer[box] = (bySource[box] ?? []).map { layer[$0.to] - 1 }.min() ?? layer[box]
    }
    var layers = [[Int]](repeating: [], count: (layer.max() ?? -1) + 1)
    for box in picture.boxes.indices { layers[layer[box]].append(box) }
    return layers
  }

  private static func ordered(_ layers: [[Int]], _ picture: Picture) -> [[Int]] {
    var layers = layers
    var position = [Double](repeating: 0, count: picture.boxes.count)
    func number(_ layer: [Int]) {
      for (place, box) in layer.enumerated() { position[box] = Double(place) }
    }
    layers.forEach(number)
    let above = Dictionary(grouping: picture.lines, by: \.to).mapValues { $0.map(\.from) }
    let below = Dictionary(grouping: picture.lines, by: \.from).mapValues { $0.map(\.to) }
    for sweep in 0..<sweeps {
      let isDown = sweep % 2 == 0
      for index in isDown ? Array(layers.indices) : layers.indices.reversed() {
        let weights = layers[index].map { box -> Double in
          let others = (isDown ? above : below)[box] ?? []
          guard !others.isEmpty else { return position[box] }
          return others.reduce(0) { $0 + position[$1] } / Double(others.count)
        }
        // Equal weights keep their order.
        layers[index] = zip(layers[index], weights).enumerated()
          .sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }.map(\.element.0)
        number(layers[index])
      }
    }
    return layers
  }

  private mutating func place(_ layers: [[Int]]) {
    let widths = layers.map { layer in
      layer.reduce(-Self.gap) { $0 + rectangles[$1].width + Self.gap }
    }
    width = (widths.max() ?? 0) + 2 * Self.gap
    var y = Self.gap
    for (layer, own) in zip(layers, widths) {
      var x = (width - own) / 2
      for box in layer {
        rectangles[box].x = x
        rectangles[box].y = y
        x += rectangles[box].width + Self.gap
      }
      y += (layer.map { rectangles[$0].height }.max() ?? 0) + Self.layerGap
    }
    height = y
  }
}
