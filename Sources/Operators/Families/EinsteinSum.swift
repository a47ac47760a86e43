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

  /// The elements of a tensor with these axes, in bytes of its type at most.
  static func byteCount(_ labels: [Label], _ extents: [Label: Int]) -> ByteCount {
    labels.reduce(.of(1, Double.self)) { $0 * (extents[$1] ?? 1) }
  }

  /// What evaluating takes at most: two operands put in order, their product, and the one before.
  func scratch(_ extents: [Label: Int]) -> ByteCount {
    var (labels, held, most) = (operands.first ?? [], ByteCount.zero, ByteCount.zero)
    let others = operands.count == 1 ? [[]] : Array(operands.dropFirst())
    for (index, other) in others.enumerated() {
      let later = others[(index + 1)...].flatMap { $0 } + output
      let step = Contraction(labels, other, later: later)
      let result = Self.byteCount(step.result, extents)
      let operands = Self.byteCount(step.left, extents) + Self.byteCount(step.right, extents)
      let all = held + operands + result
      if all.value > most.value { most = all }
      (labels, held) = (step.result, result)
    }
    return most
  }

  /// How two operands' axes take part in their product.
  struct Contraction {
    let batch: [Label]
    let rows: [Label]
    let columns: [Label]
    let depth: [Label]

    var left: [Label] { batch + rows + depth }
    var right: [Label] { batch + depth + columns }
    var result: [Label] { batch + rows + columns }

    /// - Parameter later: what the result or a later operand names, which is kept.
    init(_ a: [Label], _ b: [Label], later: [Label]) {
      var seen: Set<Label> = []
      let all = (a + b).filter { seen.insert($0).inserted }
      let kept = all.filter(later.contains)
      batch = kept.filter { a.contains($0) && b.contains($0) }
      rows = kept.filter { !b.contains($0) }
      columns = kept.filter { !a.contains($0) }
      depth = all.filter { !later.contains($0) }
    }
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

  /// This operand's product with another, summed over the labels that nothing later names.
  func contracted(
    _ other: Self, later: [EinsteinSum.Label], _ extents: [EinsteinSum.Label: Int]
  ) -> Self {
    let axes = EinsteinSum.Contraction(labels, other.labels, later: later)
    func count(_ labels: [EinsteinSum.Label]) -> Int {
      labels.reduce(1) { $0 * (extents[$1] ?? 1) }
    }
    let product = ProductExtent(
      rows: count(axes.rows), columns: count(axes.columns), depth: count(axes.depth))
    let (a, b) = (arranged(axes.left, extents), other.arranged(axes.right, extents))
    let (left, right) = (product.rows * product.depth, product.depth * product.columns)
    let size = product.rows * product.columns
    let batches = count(axes.batch)
    let result = Buffer<N>(count: batches * size) { out in
      guard let y = out.baseAddress, !out.isEmpty else { return }
      for i in 0..<batches {
        N.multiplyInParallel(
          product, MatrixView(a.base + i * left, row: product.depth, column: 1),
          MatrixView(b.base + i * right, row: product.columns, column: 1), into: y + i * size,
          pitch: product.columns)
      }
      withExtendedLifetime((a, b)) {}
    }
    return Self(
      labels: axes.result, shape: Shape(axes.result.map { extents[$0] ?? 1 }), values: result)
  }

  /// The elements with the axes in this order; repeated along axes that the operand lacks.
  func arranged(_ axes: [EinsteinSum.Label], _ extents: [EinsteinSum.Label: Int]) -> Buffer<N> {
    let strides = EinsteinSum.strides(labels, shape, over: axes)
    let arranged = StridedView(shape: Shape(axes.map { extents[$0] ?? 1 }), strides: strides)
    return arranged.isWhole(of: values.count) ? values : values.viewed(by: arranged)
  }
}
