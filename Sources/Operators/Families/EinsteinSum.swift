import Graphs
import Tensors

/// An equation such as `bij,bjk->bik`, over operands of known ranks.
struct EinsteinSum: Sendable {
  /// An axis' name. The axes under an ellipsis count from the last one, below 0.
  typealias Label = Int

  let operands: [[Label]]
  let output: [Label]

  /// - Throws: `.attribute` where the equation is none, `.mismatch` where ranks contradict it.
  init(_ equation: String, ranks: [Int]) throws(OperatorError) {
    let text = equation.filter { $0 != " " }
    let sides = text.split(separator: "-", omittingEmptySubsequences: false)
    func malformed(_ expected: String) -> OperatorError {
      .attribute("equation", found: "'\(equation)'", expected: expected)
    }
    guard sides.count == 1 || (sides.count == 2 && sides[1].hasPrefix(">")) else {
      throw malformed("terms, perhaps '->' and a result")
    }
    let terms = sides[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard terms.count == ranks.count else { throw malformed("\(ranks.count) terms") }
    var parsed: [[Label]] = []
    var widest = 0
    for (term, rank) in zip(terms, ranks) {
      guard let labels = Self.labels(term, rank: rank) else {
        throw .mismatch("the term '\(term)' of the equation does not fit an input of rank \(rank)")
      }
      widest = max(widest, labels.count { $0 < 0 })
      parsed.append(labels)
    }
    operands = parsed
    let all = parsed.flatMap { $0 }
    if sides.count == 2 {
      let result = String(sides[1].dropFirst())
      let letters = result.replacing("...", with: "").count
      guard
        let labels = Self.labels(
          result, rank: letters + (result.contains("...") ? widest : 0)),
        Set(labels).count == labels.count, labels.allSatisfy(all.contains)
      else { throw malformed("a result of letters that the terms have") }
      output = labels
    } else {
      let single = Set(all.filter { label in label >= 0 && all.count { $0 == label } == 1 })
      output = (0..<widest).map { $0 - widest } + single.sorted()
    }
  }

  /// A term's labels for an operand of this rank; `nil` where they do not match.
  private static func labels(_ term: String, rank: Int) -> [Label]? {
    var labels: [Label] = []
    var rest = Substring(term)
    let isElliptic = term.contains("...")
    let hidden = rank - (term.count - (isElliptic ? 3 : 0))
    guard isElliptic ? hidden >= 0 : hidden == 0 else { return nil }
    while let character = rest.first {
      if rest.hasPrefix("...") {
        labels += (0..<hidden).map { $0 - hidden }
        rest = rest.dropFirst(3)
      } else {
        guard let code = character.asciiValue, character.isLetter else { return nil }
        labels.append(Int(code))
        rest = rest.dropFirst()
      }
    }
    return labels.count == rank ? labels : nil
  }

  /// Each label's extent.
  func extents(_ shapes: [[Dimension]]) throws(OperatorError) -> [Label: Dimension] {
    var extents: [Label: Dimension] = [:]
    for (labels, dims) in zip(operands, shapes) {
      for (label, extent) in zip(labels, dims) {
        guard let known = extents[label], known != 1 else {
          extents[label] = extent
          continue
        }
        if extent == 1 { continue }
        guard let merged = known.merged(with: extent) else {
          throw .mismatch("an axis of the equation is both \(known) and \(extent)")
        }
        extents[label] = merged
      }
    }
    return extents
  }

  /// Those of the labels of a contraction that the result or a later operand names, each once.
  func kept(_ labels: [Label], for later: [[Label]]) -> [Label] {
    let needed = Set(later.flatMap { $0 } + output)
    var seen: Set<Label> = []
    return labels.filter { needed.contains($0) && seen.insert($0).inserted }
  }

  /// An operand's strides over `axes`; a label used twice walks its diagonal.
  static func strides(_ labels: [Label], _ shape: Shape, over axes: [Label]) -> [Int] {
    let own = shape.strides
    return axes.map { axis in
      labels.indices.reduce(0) { sum, i in
        labels[i] == axis && shape[i] != 1 ? sum + own[i] : sum
      }
    }
  }
}

/// An operand of an Einstein sum, or the result of the first ones.
struct EinsteinOperand<N: ProductNumber> {
  var labels: [EinsteinSum.Label]
  var shape: Shape
  var values: Buffer<N>

  /// This operand's product with another, summed over the labels that are not kept.
  func contracted(
    _ other: Self, keeping kept: [EinsteinSum.Label], _ extents: [EinsteinSum.Label: Int]
  ) -> Self {
    func isIn(_ label: EinsteinSum.Label, _ operand: Self) -> Bool {
      operand.labels.contains(label)
    }
    let batch = kept.filter { isIn($0, self) && isIn($0, other) }
    let rows = kept.filter { isIn($0, self) && !isIn($0, other) }
    let columns = kept.filter { !isIn($0, self) && isIn($0, other) }
    var seen = Set(kept)
    let depth = (labels + other.labels).filter { seen.insert($0).inserted }
    func count(_ labels: [EinsteinSum.Label]) -> Int {
      labels.reduce(1) { $0 * (extents[$1] ?? 1) }
    }
    let product = ProductExtent(rows: count(rows), columns: count(columns), depth: count(depth))
    let a = arranged(batch + rows + depth, extents)
    let b = other.arranged(batch + depth + columns, extents)
    let (left, right) = (product.rows * product.depth, product.depth * product.columns)
    let size = product.rows * product.columns
    let result = Buffer<N>(count: count(batch) * size) { out in
      guard let y = out.baseAddress, !out.isEmpty else { return }
      for i in 0..<count(batch) {
        N.multiplyInParallel(
          product, MatrixView(a.base + i * left, row: product.depth, column: 1),
          MatrixView(b.base + i * right, row: product.columns, column: 1), into: y + i * size,
          pitch: product.columns)
      }
      withExtendedLifetime((a, b)) {}
    }
    let order = batch + rows + columns
    return Self(labels: order, shape: Shape(order.map { extents[$0] ?? 1 }), values: result)
  }

  /// The elements with the axes in this order; repeated along axes that the operand lacks.
  func arranged(_ axes: [EinsteinSum.Label], _ extents: [EinsteinSum.Label: Int]) -> Buffer<N> {
    let strides = EinsteinSum.strides(labels, shape, over: axes)
    let arranged = StridedView(shape: Shape(axes.map { extents[$0] ?? 1 }), strides: strides)
    return arranged.isWhole(of: values.count) ? values : values.viewed(by: arranged)
  }
}
