import Graphs
import Tensors

/// The product of A with a matrix W that is stored in codes of few bits.
///
/// `Y[…, n] = Σ_k A[…, k] · W[n, k] + bias[n]`, `W[n, k] = (code - zero) · scale` with the scale and the zero
/// point of k's block: `k / block_size`, or `g_idx[k]`.
///
/// - Shapes: A `[…, K]`, B `[N, blocks, block_size · bits / 8]`, scales and zero_points `[N, blocks]`, uint8
///   zero_points `[N, ⌈blocks · bits / 8⌉]`, g_idx `[K]`, bias `[N]`, Y `[…, N]`.
/// - Types: W is rounded to float32, in which sums are formed as those of a product of matrices, and
///   Y once. `accuracy_level` allows A to be rounded to float16 (2), bfloat16 (3) or int8 by blocks (4)
///   first; here it is taken as it is at every level. Zero points of A's type are not rounded; where
///   there are none, they are 2^(bits - 1).
/// - Edge cases: codes past K count for nothing. With g_idx, zero points of any type count.
/// - Throws: `.index` for a block of g_idx that there isn't.
/// - Source: com.microsoft MatMulNBits, version 1.
struct MatMulNBits: Operator {
  static let depth = AttributeKey<Int>("K")
  static let columns = AttributeKey<Int>("N")
  static let accuracyLevel = AttributeKey<Int>("accuracy_level")
  static let bits = AttributeKey<Int>("bits")
  static let blockSize = AttributeKey<Int>("block_size")
  static let weightPrepacked = AttributeKey<Int>("weight_prepacked")
  static let schema = OperatorSchema(
    "MatMulNBits", domain: "com.microsoft",
    inputs: [
      .one("A", "T1"), .one("B", "T2"), .one("scales", "T1"), .optional("zero_points", "T3"),
      .optional("g_idx", "T4"), .optional("bias", "T1"),
    ],
    outputs: [.one("Y", "T1")],
    history: [
      .since(
        1,
        [
          "T1": [.bfloat16, .float, .float16], "T2": [.uint8],
          "T3": [.bfloat16, .float, .float16, .uint8], "T4": [.int32],
        ],
        attributes: [
          depth.required, columns.required, accuracyLevel.or(0), bits.or(4), blockSize.required,
          weightPrepacked.or(0),
        ])
    ])
  static var tolerance: Tolerance { .accumulated }

  let codes: BlockCodes
  /// B, and what else is constant of W.
  private var packed: CodePanels?

  init(_ node: NodeReader) throws(OperatorError) {
    let (depth, columns) = (try node[Self.depth], try node[Self.columns])
    let (bits, blockSize) = (try node[Self.bits], try node[Self.blockSize])
    for (name, extent) in [("K", depth), ("N", columns)] where !(1...1 << 30).contains(extent) {
      throw .attribute(name, found: "\(extent)", expected: "1 to \(1 << 30)")
    }
    guard (2...8).contains(bits) else {
      throw .attribute("bits", found: "\(bits)", expected: "2 to 8")
    }
    guard (16...1 << 30).contains(blockSize), blockSize.nonzeroBitCount == 1 else {
      throw .attribute(
        "block_size", found: "\(blockSize)", expected: "a power of two from 16 to \(1 << 30)")
    }
    codes = BlockCodes(columns: columns, depth: depth, blockSize: blockSize, bits: bits)
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let a = try inputs.tensor(0)
    try check(inputs)
    guard let dims = a.dims else { return [.tensor(TensorType(a.dtype, nil))] }
    guard let last = dims.last else { throw .rank(input: 0, found: 0, expected: "at least 1") }
    guard last.merged(with: .known(codes.depth)) != nil else {
      throw .mismatch("A has \(last) columns, but K is \(codes.depth)")
    }
    return [try TensorType(a.dtype, dims.dropLast() + [.known(codes.columns)]).checked()]
  }

  private func check(_ inputs: Inference) throws(OperatorError) {
    var types: [TensorType?] = []
    for index in 1...4 { types.append(inputs.has(index) ? try inputs.tensor(index) : nil) }
    try codes.check(types)
    guard inputs.has(5), let bias = try inputs.tensor(5).shape else { return }
    guard bias == [codes.columns] else {
      throw .mismatch("bias is \(bias), but N is \(codes.columns)")
    }
  }

  /// W in doubles, or its codes, scales and zero points in panels.
  func scratch(_ request: ScratchRequest) -> ByteCount {
    let weights = ByteCount.of(codes.columns, Double.self) * codes.depth
    let tiles = ByteCount(CodePanels.scratch) * Parallel.threadCount
    return request.wideCopies + request.floats(2) + request.floats(3) + tiles
      + (request.precision == .double ? weights : .zero)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let a = try inputs.tensor(0)
    guard let type = try infer(inputs.inference).first?.tensor else { throw .missingInput(0) }
    let shape = try type.extent()
    let rows = a.count / codes.depth
    let bias = try inputs.optionalTensor(5)
    let y: WideBuffer
    switch a.widened(inputs.precision) {
    case .float(let x):
      y = .float(
        try added(try panels(inputs).product(x, rows: rows, try scales(inputs)), bias))
    case .double(let x):
      let weights = try scales(inputs).weights(try bytes(inputs.tensor(1)), Double.self)
      let product = try BatchedProduct(
        [rows, codes.depth], transposed: false, [codes.columns, codes.depth], transposed: true)
      y = .double(try added(product.values(x, weights), bias))
    default: throw .wrongType(input: 0, found: a.dtype.name, expected: "a float type")
    }
    return [try .narrowing(y, to: a.dtype, shape)]
  }

  private func panels(_ inputs: Evaluation) throws(OperatorError) -> CodePanels {
    if let packed { return packed }
    return CodePanels(codes, try bytes(try inputs.tensor(1)))
  }

  private func bytes(_ b: Tensor) throws(OperatorError) -> Buffer<UInt8> {
    guard case .uint8(let bytes) = b.elements else {
      throw .wrongType(input: 1, found: b.dtype.name, expected: "uint8")
    }
    return bytes
  }

  private func scales(_ inputs: Evaluation) throws(OperatorError) -> BlockScales {
    try BlockScales(
      codes, scales: try inputs.tensor(2), zeros: try inputs.optionalTensor(3),
      groups: try inputs.optionalTensor(4))
  }

  private func added<F: WideFloat>(
    _ sums: Buffer<F>, _ bias: Tensor?
  ) throws(OperatorError) -> Buffer<F> {
    guard let bias, !sums.isEmpty else { return sums }
    let plan = BroadcastPlan(
      dims: [sums.count / codes.columns, codes.columns], strides: [[codes.columns, 1], [0, 1]])
    return plan.zip(sums, try bias.floats(F.self)) { $0 + $1 }
  }

  func packing(_ constants: [Int: Tensor], _ precision: Precision) -> Packing? {
    guard precision == .native, let b = constants[1], case .uint8(let bytes) = b.elements,
      (try? codes.check(
        [TensorType(b)] + [2, 3].map { constants[$0].map { TensorType($0) } } + [nil]))
        != nil,
      let panels = try? CodePanels(codes, bytes).holding(
        scales: constants[2], zeros: constants[3]),
      let held = panels.unpacked
    else { return nil }
    var operation = self
    operation.packed = panels
    return Packing(operation, inputs: [1: held])
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let a = try request.tensor(0)
    try check(request.inference)
    return try CodedProduct(
      codes, rows: a.shape.count / codes.depth, request
    ).lowering
  }
}

extension MatMulNBits {
  static let samples: [Sample] = [
    block(rows: [3], K: 64, N: 5, size: 16),
    block(rows: [2, 3], K: 65, N: 17, size: 32, zeros: true),
    block(rows: [5], K: 129, N: 33, size: 64, bits: 8, zeros: true),
    block(rows: [4], K: 100, N: 9, size: 16, bits: 2, zeros: true),
    block(rows: [2], K: 48, N: 7, size: 16, bits: 3, zeros: true),
    block(rows: [1], K: 256, N: 130, size: 32), block(rows: [], K: 33, N: 5, size: 16),
    block(rows: [3], K: 20, N: 6, size: 128), block(rows: [0], K: 32, N: 4, size: 16),
    block(rows: [17], K: 128, N: 31, size: 16, constant: true, ["accuracy_level": 4]),
    block(rows: [9], K: 160, N: 15, size: 32, zeros: true, constant: true),
    Sample(
      [.normal(3, 64), .bytes(5, 4, 8), scales(5, 4), .uniform(6...9, 5, 4)],
      ["K": 64, "N": 5, "block_size": 16]
    ).tied("T3", to: "T1"),
    Sample(
      [.normal(3, 64), .bytes(5, 4, 8), scales(20), nil, nil, .normal(5)],
      ["K": 64, "N": 5, "block_size": 16, "bits": 4]
    ).types("T3", [.uint8]),
    Sample(
      [.normal(3, 64), .bytes(5, 4, 8), scales(5, 4), nil, .integers(0...3, 64).constant],
      ["K": 64, "N": 5, "block_size": 16]
    ).types("T3", [.uint8]),
    Sample(
      [.normal(3, 64), .bytes(5, 4, 8), scales(5, 4), .uniform(6...9, 5, 4), .integers(0...3, 64)],
      ["K": 64, "N": 5, "block_size": 16]
    ).tied("T3", to: "T1"),
    refusal(.attribute, "block_size is a power of two", ["K": 64, "N": 5, "block_size": 24]),
    refusal(.attribute, "block_size is 16 or more", ["K": 64, "N": 5, "block_size": 8]),
    refusal(.attribute, "bits are 2 to 8", ["K": 64, "N": 5, "block_size": 16, "bits": 9]),
    refusal(.attribute, "K is required", ["N": 5, "block_size": 16]),
    refusal(.attribute, "N is required", ["K": 64, "block_size": 16]),
    refusal(.shape, "A has K columns", ["K": 63, "N": 5, "block_size": 16]),
    refusal(.shape, "B has N rows", ["K": 64, "N": 6, "block_size": 16]),
    .refused(
      .shape, "bias has N elements",
      [.normal(3, 64), .bytes(5, 4, 8), scales(5, 4), nil, nil, .normal(4)],
      ["K": 64, "N": 5, "block_size": 16]),
  ]

  private static func scales(_ shape: Int...) -> Draw { Draw(.uniform(0.01...0.1), shape) }

  private static func block(
    rows: [Int], K depth: Int, N columns: Int, size: Int, bits: Int = 4, zeros: Bool = false,
    constant: Bool = false, _ attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    let blocks = (depth + size - 1) / size
    let weights: [Draw] =
      [.bytes(columns, blocks, size * bits / 8), scales(columns, blocks)]
      + (zeros ? [.bytes(columns, (blocks * bits + 7) / 8)] : [])
    let own: [String: SampleAttribute] = [
      "K": .int(Int64(depth)), "N": .int(Int64(columns)), "block_size": .int(Int64(size)),
    ]
    return Sample(
      [Draw(.normal(1), rows + [depth])] + weights.map { constant ? $0.constant : $0 },
      own.merging(bits == 4 ? [:] : ["bits": .int(Int64(bits))]) { $1 }
        .merging(attributes) { $1 }
    ).types("T3", [.uint8])
  }

  private static func refusal(
    _ kind: Refusal.Kind, _ clause: String, _ attributes: [String: SampleAttribute]
  ) -> Sample {
    .refused(kind, clause, [.normal(3, 64), .bytes(5, 4, 8), scales(5, 4)], attributes)
  }

  /// The product of A with the weights, which are rounded once, and a bias. The weights are what the
  /// operator makes of the identity.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let (depth, dtype) = (codes.depth, try request.dtype(0))
    let ones = (0..<depth * depth).map { $0 / depth == $0 % depth ? 1.0 : 0 }
    var values = request.values
    values[0] = .tensor(
      try tensors { () throws(TensorError) in try Tensor(ones, shape: [depth, depth]) })
    if values.count > 5 { values[5] = nil }
    guard let weights = try request.evaluate(self, values).first??.tensor else {
      throw .unbounded("weights that can't be read")
    }
    let w = try Reals(Estimate(weights, dtype: .float, errors: nil)).map(ulps: 0.5) { $0 }
    var y = try request.reals(0).product(w)
    if let bias = try request.optionalReals(5) { y = try y + bias }
    return [try y.estimate(dtype)]
  }
}
