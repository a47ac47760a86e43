import Graphs
import Tensors

/// How often each n-gram of a pool occurs in a row, as counts (`TF`), as weights of those that occur
/// (`IDF`), or as weighted counts (`TFIDF`).
///
/// An n-gram's items lie up to `max_skip_count` items apart, all equally far; single items count once.
///
/// - Shapes: X `[C]` or `[N, C]`, Y `[max(ngram_indexes) + 1]` or `[N, …]`.
///
/// - Source: ONNX TfIdfVectorizer, opset 9.
struct TfIdfVectorizer: Operator {
  static let maxGramLength = AttributeKey<Int>("max_gram_length")
  static let maxSkipCount = AttributeKey<Int>("max_skip_count")
  static let minGramLength = AttributeKey<Int>("min_gram_length")
  static let mode = AttributeKey<String>("mode")
  static let ngramCounts = AttributeKey<[Int]>("ngram_counts")
  static let ngramIndexes = AttributeKey<[Int]>("ngram_indexes")
  static let poolInt64s = AttributeKey<[Int]>("pool_int64s")
  static let poolStrings = AttributeKey<[String]>("pool_strings")
  static let weights = AttributeKey<[Float]>("weights")
  static let schema = OperatorSchema(
    "TfIdfVectorizer", inputs: [.one("X", "T")], outputs: [.one("Y", "T1")],
    history: [
      .since(
        9, ["T": [.int32, .int64, .string], "T1": [.float]],
        attributes: [
          maxGramLength.required, maxSkipCount.required, minGramLength.required, mode.required,
          ngramCounts.required, ngramIndexes.required, poolInt64s.optional, poolStrings.optional,
          weights.optional,
        ])
    ])
  static let tolerance = Tolerance.ulps(1)

  enum Mode: String { case counts = "TF", presence = "IDF", weighted = "TFIDF" }

  private struct Gram: Sendable {
    /// Where its items lie in the pool.
    let items: Range<Int>
    let coordinate: Int
    let weight: Float
  }

  let mode: Mode
  let longestSkip: Int
  /// The n-grams of the lengths asked for.
  private let grams: [Gram]
  private let numbers: [Int]?
  private let texts: [ByteText: Int]?
  private let tree: GramTree
  let coordinateCount: Int

  init(_ node: NodeReader) throws(OperatorError) {
    let name = try node[Self.mode]
    guard let mode = Mode(rawValue: name) else {
      throw .attribute("mode", found: "'\(name)'", expected: "'TF', 'IDF' or 'TFIDF'")
    }
    self.mode = mode
    longestSkip = try node[Self.maxSkipCount]
    numbers = node[ifPresent: Self.poolInt64s]
    let strings = node[ifPresent: Self.poolStrings]
    guard (numbers == nil) != (strings == nil) else {
      throw .mismatch("one of pool_int64s and pool_strings must be given")
    }
    var known: [ByteText: Int] = [:]
    let pool =
      numbers
      ?? (strings ?? []).map { text in
        let identity = known[ByteText(text)] ?? known.count
        known[ByteText(text)] = identity
        return identity
      }
    texts = strings == nil ? nil : known
    let poolCount = pool.count
    let (least, most) = (try node[Self.minGramLength], try node[Self.maxGramLength])
    let (starts, coordinates) = (try node[Self.ngramCounts], try node[Self.ngramIndexes])
    let weights = node[ifPresent: Self.weights]
    guard least >= 1, most >= least, longestSkip >= 0, most <= starts.count else {
      throw .mismatch(
        "n-grams of \(least) to \(most) items with \(longestSkip) skips do not fit \(starts.count) "
          + "collections")
    }
    var grams: [Gram] = []
    var number = 0
    for (place, start) in starts.enumerated() {
      let (length, end) = (place + 1, place + 1 < starts.count ? starts[place + 1] : poolCount)
      guard start >= 0, end >= start, end <= poolCount, (end - start) % length == 0 else {
        throw .attribute("ngram_counts", found: "\(starts)", expected: "starts of whole n-grams")
      }
      for first in stride(from: start, to: end, by: length) {
        guard number < coordinates.count, coordinates[number] >= 0,
          weights.map({ number < $0.count }) ?? true
        else {
          throw .mismatch("n-gram \(number) has no coordinate or weight of its own")
        }
        if length >= least, length <= most {
          grams.append(
            Gram(
              items: first..<(first + length), coordinate: coordinates[number],
              weight: weights?[number] ?? 1))
        }
        number += 1
      }
    }
    self.grams = grams
    var tree = GramTree()
    for (number, gram) in grams.enumerated() { tree.insert(pool[gram.items], number: number) }
    self.tree = tree
    let greatest = coordinates.max() ?? -1
    guard greatest < 1 << 32 else {
      throw .attribute("ngram_indexes", found: "\(greatest)", expected: "less than \(1 << 32)")
    }
    coordinateCount = max(greatest, -1) + 1
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard (x.dtype == .string) == (texts != nil) else {
      throw .wrongType(input: 0, found: x.dtype.name, expected: "of the pool's type")
    }
    guard let dims = x.dims else { return [.tensor(TensorType(.float, nil))] }
    guard dims.count == 1 || dims.count == 2 else {
      throw .rank(input: 0, found: dims.count, expected: "1 or 2")
    }
    return [.tensor(TensorType(.float, dims.dropLast() + [.known(coordinateCount)]))]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { request.list(0) * 2 }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    guard let shape = try infer(inputs.inference)[0].tensor?.shape else {
      throw .unknownValue(input: 0)
    }
    let x = try inputs.tensor(0)
    let items = try items(x)
    let length = x.shape.dims.last ?? 0
    let y = Buffer<Float>(count: shape.count) { out in
      out.initialize(repeating: 0)
      for row in 0..<(x.rank == 1 ? 1 : x.shape[0]) {
        var counts = [Int](repeating: 0, count: grams.count)
        let range = row * length..<(row + 1) * length
        for step in 1...steps(length) where !Task.isCancelled {
          for first in range {
            tree.forEach(in: items[range], from: first, step: step) { number, length in
              // Single items lie no distance apart.
              if length > 1 || step == 1 { counts[number] += 1 }
            }
          }
        }
        for (gram, count) in zip(grams, counts) {
          out[row * coordinateCount + gram.coordinate] += score(gram, count)
        }
      }
    }
    if Task.isCancelled { throw .cancelled }
    return [try .tensor(y, shape)]
  }

  /// How far apart items may lie in a row of so many: further ones are not there.
  private func steps(_ length: Int) -> Int { min(longestSkip, max(length, 1)) + 1 }

  private func score(_ gram: Gram, _ count: Int) -> Float {
    switch mode {
    case .counts: Float(count)
    case .presence: count > 0 ? gram.weight : 0
    case .weighted: gram.weight * Float(count)
    }
  }

  /// Numbers that stand for the items, as in the pool; of a string that is not there -1.
  private func items(_ x: Tensor) throws(OperatorError) -> [Int] {
    if numbers != nil, let x = x.integers { return x }
    guard let texts, case .string(let x) = x.elements else {
      throw .wrongType(input: 0, found: x.dtype.name, expected: "of the pool's type")
    }
    return x.map { texts[ByteText($0)] ?? -1 }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    guard let numbers else { return .host(.byNature("strings")) }
    let (dtype, shape) = try request.tensor(0)
    let count = try request.output(0).shape.count
    try TensorType(.float, [coordinateCount] as Shape).checkListing()
    let sorted = grams.sorted {
      ($0.coordinate, $0.items.lowerBound) < ($1.coordinate, $1.items.lowerBound)
    }
    let length = shape.dims.last ?? 0
    var ends = [0]
    var most = 0
    for coordinate in 0..<coordinateCount {
      let start = ends[coordinate]
      let own = sorted[start...].prefix { $0.coordinate == coordinate }
      ends.append(start + own.count)
      let items: Int = own.reduce(0) { $0 + $1.items.count }
      let walks: Int = own.count * (1 + steps(length) * (1 + length))
      most = max(most, walks + items * steps(length) * length)
    }
    guard most <= request.device.tripBudget else {
      return .host(.device("\(most) steps in one invocation"))
    }
    let halves = numbers.flatMap { [$0 & 0xffff_ffff, $0 >> 32] }
    return .dispatches([
      Dispatch(
        "TfIdfVectorizer.comp", defines: ["MODE_\(mode.rawValue)": "1"],
        bindings: [.read("x", .input(0), dtype), .write("y", .output(0), .float)],
        parameters: [
          .uint("count", count), .uint("coordinates", max(coordinateCount, 1)),
          .uint("len", length), .uint("steps", steps(length)), .uints("ends", ends),
          .uints("starts", sorted.map(\.items.lowerBound) + [0]),
          .uints("sizes", sorted.map(\.items.count) + [0]),
          .uints("weights", sorted.map { Int($0.weight.bitPattern) } + [0]),
          .uints("pool", halves + [0]),
        ], invocations: (count, 1, 1), tripBound: most)
    ])
  }
}

extension TfIdfVectorizer {
  /// Grams of one item and of two.
  private static let pool: [String: SampleAttribute] = [
    "pool_int64s": [2, 3, 5, 4, 5, 6, 7, 8, 6, 7], "ngram_counts": [0, 4],
    "ngram_indexes": [0, 1, 2, 3, 4, 5, 6], "min_gram_length": 1, "max_gram_length": 2,
    "max_skip_count": 0,
  ]
  private static let rows = Draw.list([1, 1, 3, 3, 3, 7, 8, 6, 7, 5, 6, 8], [2, 6])

  static let samples: [Sample] =
    ["TF", "IDF", "TFIDF"].flatMap { mode in
      [
        with(rows, ["mode": .string(mode)]),
        with(rows, ["mode": .string(mode), "weights": [2, 0.5, 1, 3, 0.25, 1, 4]]),
        with(rows, ["mode": .string(mode), "max_skip_count": 5, "min_gram_length": 2]),
      ]
    } + [
      with(.list(5, 6, 7, 8, 6, 7), ["mode": "TF", "max_skip_count": 1]),
      with(.list([0], [0, 6]), ["mode": "TF"]), with(rows, ["mode": "TF", "max_gram_length": 1]),
      with(rows, ["mode": "TF", "ngram_indexes": [6, 5, 4, 3, 2, 1, 9]]),
      Sample(
        [.words("b", "a", "É", "a", "b")],
        [
          "pool_strings": ["a", "É", "a", "b"], "ngram_counts": [0, 2], "ngram_indexes": [0, 1, 2],
          "min_gram_length": 1, "max_gram_length": 2, "max_skip_count": 0, "mode": "TF",
        ]
      ).types("T", [.string]),
      refusal("mode is one of three", ["mode": "DF"]), refusal("mode is required", [:]),
      refusal("min_gram_length is at most max_gram_length", ["mode": "TF", "min_gram_length": 3]),
      refusal("there is an index a gram", ["mode": "TF", "ngram_indexes": [0, 1]]),
      refusal("max_skip_count is not negative", ["mode": "TF", "max_skip_count": -1]),
      refusal("there is a weight a gram", ["mode": "IDF", "weights": [1, 2]]),
      refusal("there is one pool", ["mode": "TF", "pool_strings": ["a"]]),
    ]

  private static func with(_ x: Draw, _ attributes: [String: SampleAttribute]) -> Sample {
    Sample([x], pool.merging(attributes) { $1 }).types("T", [.int32, .int64])
  }

  private static func refusal(
    _ clause: String, _ attributes: [String: SampleAttribute]
  ) -> Sample {
    .refused(.attribute, clause, [rows], pool.merging(attributes) { $1 }).types("T", [.int32])
  }
}
