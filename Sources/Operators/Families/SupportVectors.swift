import Graphs
import Tensors

/// Support vectors, and machines that weigh the kernels of a row and some of them.
struct SupportVectors: Sendable {
  static let kernelType = AttributeKey<String>("kernel_type")
  static let kernelParams = AttributeKey<[Float]>("kernel_params")
  static let vectors = AttributeKey<[Float]>("support_vectors")

  enum Kernel: Int, Sendable {
    /// `x · v`
    case linear
    /// `(gamma · x · v + coef0) ^ degree`
    case poly
    /// `e ^ (-gamma · |x - v|²)`
    case rbf
    /// `tanh(gamma · x · v + coef0)`
    case sigmoid
  }

  /// A sum of the kernels of two runs of vectors, each with its weights, and an offset.
  struct Machine: Sendable {
    var first: Range<Int>
    /// Where the weights of the first run start.
    var weights: Int
    var second: Range<Int> = 0..<0
    var others = 0
    var offset: Float

    var count: Int { first.count + second.count }
  }

  /// The most vectors that there may be.
  static let mostCount = 1 << 28

  let kernel: Kernel
  /// gamma, coef0 and degree.
  let constants: [Float]
  let support: [Float]
  let count: Int
  let features: Int
  let weights: [Float]
  var machines: [Machine] = []

  /// - Throws: `.attribute` for another kernel, or vectors of different lengths.
  init(_ node: NodeReader, count: Int, weights: [Float]) throws(OperatorError) {
    let name = try node[Self.kernelType]
    switch name {
    case "LINEAR": kernel = .linear
    case "POLY": kernel = .poly
    case "RBF": kernel = .rbf
    case "SIGMOID": kernel = .sigmoid
    default:
      throw .attribute(
        "kernel_type", found: "'\(name)'", expected: "'LINEAR', 'POLY', 'RBF' or 'SIGMOID'")
    }
    let given = node[ifPresent: Self.kernelParams] ?? []
    guard given.isEmpty || given.count == 3 else {
      throw .attribute(
        "kernel_params", found: "of \(given.count) numbers", expected: "gamma, coef0 and degree")
    }
    constants = given.isEmpty ? [0, 0, 0] : given
    support = node[ifPresent: Self.vectors] ?? []
    guard (1...Self.mostCount).contains(count), support.count % count == 0 else {
      throw .attribute(
        "support_vectors", found: "of \(support.count) numbers", expected: "\(count) vectors")
    }
    (self.count, self.weights) = (count, weights)
    features = support.count / count
  }

  /// - Throws: `.mismatch` where rows have another length than vectors.
  func check(features found: Int?) throws(OperatorError) {
    guard let found, found != features else { return }
    throw .mismatch("X has \(found) features, but a support vector has \(features)")
  }

  /// The bytes of a run's copies and of what it decides.
  func scratch(rows: Int?) -> ByteCount {
    let width = ByteCount.of(rows, Double.self)
    let kernels = Self.kernelMemory + count * (2 + features)
    return width * machines.count * 2 + .of(kernels, Double.self)
      + .of(2 * (support.count + weights.count), Double.self)
  }

  /// Dispatches that leave the decisions in a scratch tensor, by way of kernels in scratch tensor
  /// `kernels`; `nil` where a sum is too long for one invocation.
  ///
  /// - Parameter pitch: how far rows of decisions are apart.
  func dispatches(
    _ x: (dtype: DType, shape: Shape), _ type: ScoreType, kernels: Int, into decisions: Int,
    pitch: Int, _ device: DeviceTraits
  ) -> [Dispatch]? {
    let rows = x.shape.rowCount
    let longest = machines.map(\.count).max() ?? 0
    let kernelTrips =
      kernel == .rbf ? Summation.trips(features) : features + features / Summation.productBlock + 1
    guard max(kernelTrips, longest + longest / Summation.productBlock + 1) <= device.tripBudget
    else { return nil }
    let spans = machines.flatMap {
      [
        $0.first.lowerBound, $0.first.count, $0.weights, $0.second.lowerBound, $0.second.count,
        $0.others,
      ]
    }
    return [
      Dispatch(
        "Learning/SupportVectors.Kernel.comp",
        defines: type.defines.merging(Summation.defines(features)) { $1 }
          .merging(["KERNEL": String(kernel.rawValue)]) { $1 },
        bindings: [
          .read("x", .input(0), x.dtype), .write("kernels", .scratch(kernels), type.dtype),
        ],
        parameters: [
          .uint("count", rows * count), .uint("vectors", count), .uint("features", features),
          .float("gamma", constants[0]), .float("coef0", constants[1]),
          .float("degree", constants[2]), .floats("support", support),
        ], invocations: (rows * count, 1, 1), tripBound: kernelTrips),
      Dispatch(
        "Learning/SupportVectors.Decision.comp", defines: type.defines,
        bindings: [
          .read("kernels", .scratch(kernels), type.dtype),
          .write("scores", .scratch(decisions), type.dtype),
        ],
        parameters: [
          .uint("count", rows * machines.count), .uint("machines", machines.count),
          .uint("vectors", count), .uint("pitch", pitch), .uints("spans", spans),
          .floats("weights", weights), .floats("offsets", machines.map(\.offset)),
        ], invocations: (rows * machines.count, 1, 1),
        tripBound: longest + longest / Summation.productBlock + 1),
    ]
  }
}
