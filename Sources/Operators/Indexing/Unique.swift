import Graphs
import Tensors

/// The distinct elements, or the distinct slices of an axis: ascending, or in the order in which
/// they first occur.
///
/// The other outputs: where each first occurs, which of them each element of the input is, and how
/// often each occurs. NaNs are equal to each other.
///
/// - Source: ONNX Unique, opsets 11, 28.
struct Unique: Operator {
  static let axis = AttributeKey<Int>("axis")
  static let sorted = AttributeKey<Int>("sorted")
  static let schema = OperatorSchema(
    "Unique", inputs: [.one("X", "T")],
    outputs: [
      .one("Y", "T"), .optional("indices", "tensor(int64)"),
      .optional("inverse_indices", "tensor(int64)"), .optional("counts", "tensor(int64)"),
    ],
    history: [
      .since(
        11, ["T": .classic],
        attributes: [axis.optional, sorted.or(1)]),
      .since(
        28, ["T": .classicAndBFloat16],
        attributes: [axis.optional, sorted.or(1)]),
    ])
  static let tolerance = Tolerance.exact

  let axis: Int?
  let sorts: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    axis = node[ifPresent: Self.axis]
    sorts = try node[Self.sorted] != 0
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    var dims: [Dimension]? = [.unknown]
    var inverse = x.dims.flatMap(\.product).map { Dimension.known($0) } ?? .unknown
    if let axis {
      dims = x.dims
      if let rank = x.rank {
        guard rank > 0 else { throw .rank(input: 0, found: 0, expected: "at least 1") }
        let position = try resolve(axis: axis, rank: rank)
        inverse = dims?[position] ?? .unknown
        dims?[position] = .unknown
      }
    }
    let list = ValueType.tensor(TensorType(.int64, [.unknown]))
    return [
      .tensor(TensorType(x.dtype, dims)), list, .tensor(TensorType(.int64, [inverse])), list,
    ]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    _ = try infer(inputs.inference)
    let position = try axis.map { axis throws(OperatorError) in
      try resolve(axis: axis, rank: x.rank)
    }
    let count = position.map { x.shape[$0] } ?? x.count
    let block = position.map { x.shape.strides[$0] } ?? 1
    let outer = position.map { x.shape.dims[..<$0].reduce(1, *) } ?? 1
    let order = ElementOrder(x)
    func compare(_ a: Int, _ b: Int) -> Int {
      for o in 0..<outer {
        for i in 0..<block {
          let result = order.compare((o * count + a) * block + i, (o * count + b) * block + i)
          if result != 0 { return result }
        }
      }
      return 0
    }
    let ascending = (0..<count).sorted { a, b in
      let result = compare(a, b)
      return result == 0 ? a < b : result < 0
    }
    var groups: [[Int]] = []
    for slice in ascending {
      if let first = groups.last?.first, compare(first, slice) == 0 {
        groups[groups.count - 1].append(slice)
      } else {
        groups.append([slice])
      }
    }
    if !sorts { groups.sort { $0[0] < $1[0] } }
    var inverse = [Int64](repeating: 0, count: count)
    for (k, group) in groups.enumerated() {
      for slice in group { inverse[slice] = Int64(k) }
    }
    var shape: Shape = [groups.count]
    if let position {
      shape = x.shape
      shape.dims[position] = groups.count
    }
    let starts = (0..<outer).flatMap { o in groups.map { (o * count + $0[0]) * block } }
    return [
      .tensor(try x.gatheringBlocks(starts, of: block, shape: shape)),
      .tensor(Tensor(vector: groups.map { Int64($0[0]) })), .tensor(Tensor(vector: inverse)),
      .tensor(Tensor(vector: groups.map { Int64($0.count) })),
    ]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    .host(.dataDependent)
  }
}
