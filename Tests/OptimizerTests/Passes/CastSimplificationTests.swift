import Graphs
import Tensors
import Testing

@testable import Optimizer

@Suite("Cast simplification") struct CastSimplificationTests {
  private let pass = CastSimplification()

  @Test("removes a cast to the type that the input has")
  func ownType() async throws {
    var model = SampleGraph(opset: 19)
    let x = model.input([3])
    let y = try model.apply("Cast", x, attributes: ["to": .int(1)])
    let z = try model.apply("CastLike", y, x)
    model.output(try model.apply("Relu", z))
    try await model.expect(["Relu"], after: pass, [.samples([3])])
  }

  struct Chain: CustomTestStringConvertible {
    let types: [DType], stays: Int
    var testDescription: String {
      types.map(\.name).joined(separator: " to ") + " takes \(stays)"
    }
  }

  static let chains: [Chain] = [
    Chain(types: [.float16, .float, .float16], stays: 0),
    Chain(types: [.float16, .float, .double], stays: 1),
    Chain(types: [.bfloat16, .float, .float8e5m2], stays: 1),
    Chain(types: [.int8, .int32, .int8], stays: 0),
    Chain(types: [.int8, .int64, .uint8], stays: 1),
    Chain(types: [.int8, .float, .int32], stays: 1),
    Chain(types: [.bool, .float, .bool], stays: 0),
    Chain(types: [.bool, .int64, .float16], stays: 1),
    Chain(types: [.float, .float16, .float], stays: 2),
    Chain(types: [.bfloat16, .float16, .bfloat16], stays: 2),
    Chain(types: [.int32, .float, .int32], stays: 2),
    Chain(types: [.int8, .uint8, .int8], stays: 2),
    // -1 as a float is out of uint32, as an integer it wraps.
    Chain(types: [.int8, .float, .uint32], stays: 2),
    Chain(types: [.int8, .bool, .int8], stays: 2),
    Chain(types: [.float, .double, .string], stays: 2),
  ]

  @Test("skips a first cast that loses nothing", arguments: chains)
  func chain(row: Chain) async throws {
    var model = SampleGraph(opset: 21)
    let x = model.input([6], row.types[0])
    var last = try model.apply("Reshape", x, model.integers(2, 3))
    for dtype in row.types.dropFirst() {
      last = try model.apply("Cast", last, attributes: ["to": .int(Int64(dtype.rawValue))])
    }
    model.output(try model.apply("Transpose", last))
    let casts = Array(repeating: "Cast", count: row.stays)
    let input =
      row.types[0] == .bool
      ? Tensor(vector: [true, false, true, true, false, false])
      : try Tensor.samples([6], row.types[0])
    try await model.expect(["Reshape"] + casts + ["Transpose"], after: pass, [input])
  }

  @Test("keeps what the second cast says of numbers that are too large")
  func saturation() async throws {
    var model = SampleGraph(opset: 21)
    let x = model.input([2], .float16)
    let y = try model.apply("Cast", x, attributes: ["to": .int(1)])
    model.output(
      try model.apply(
        "Cast", y,
        attributes: ["to": .int(Int64(DType.float8e4m3fn.rawValue)), "saturate": .int(0)]))
    let input = Tensor(vector: [1000, 1] as [Float16])
    try await model.expect(["Cast"], after: pass, [input])
  }

  @Test("keeps a first cast that others read")
  func shared() async throws {
    var model = SampleGraph(opset: 21)
    let x = model.input([3], .float16)
    let y = try model.apply("Cast", x, attributes: ["to": .int(1)])
    let z = try model.apply("Cast", y, attributes: ["to": .int(11)])
    model.output(y, try model.apply("Neg", z))
    try await model.expect(["Cast", "Cast", "Neg"], after: pass, [.samples([3], .float16)])
  }

  static let small: [DType] = DType.allCases.filter { (1...8).contains($0.bitWidth) && $0 != .bool }

  @Test("knows which types hold which, by every number of the small ones", arguments: small)
  func table(dtype: DType) throws {
    let numbers = try #require(try dtype.everyNumber)
    for target in DType.allCases where (target.isFloat || target.isInteger) && target != dtype {
      let isHeld = try numbers.allSatisfy { try target.holds($0) }
      #expect(dtype.castsWithoutLoss(to: target) == isHeld, "\(dtype.name) to \(target.name)")
    }
  }

  @Test(
    "knows which of the large types hold which",
    arguments: [
      (DType.float16, [DType.float, .double]), (.bfloat16, [.float, .double]),
      (.float, [.double]), (.double, []), (.int16, [.int32, .int64, .float, .double]),
      (.uint16, [.int32, .int64, .uint32, .uint64, .float, .double]),
      (.int32, [.int64, .double]), (.uint32, [.int64, .uint64, .double]), (.int64, []),
      (.uint64, []), (.string, []), (.complex64, []),
    ])
  func largeTypes(dtype: DType, targets: [DType]) {
    let found = DType.allCases.filter { $0 != dtype && dtype.castsWithoutLoss(to: $0) }
    #expect(Set(found) == Set(targets))
  }
}

extension DType {
  /// The numbers of all codes of a type of at most 8 bits.
  fileprivate var everyNumber: [Double]? {
    get throws {
      let count = 1 << bitWidth
      if isUnsignedInteger { return (0..<count).map { Double($0) } }
      if isSignedInteger { return (-count / 2..<count / 2).map { Double($0) } }
      let codes = Elements(count: count, dtype: self) { bytes in
        for code in bytes.indices { bytes[code] = UInt8(code) }
      }
      return try Tensor(codes, shape: [count]).doubles
    }
  }

  fileprivate func holds(_ number: Double) throws -> Bool {
    if isInteger {
      guard number == number.rounded(), number.sign == .plus || number != 0 else { return false }
      let bits = isSignedInteger ? bitWidth - 1 : bitWidth
      let end = Double(sign: .plus, exponent: bits, significand: 1)
      return number < end && number >= (isSignedInteger ? -end : 0)
    }
    let stored = try Tensor(narrowing: .double([number]), to: self, shape: [1]).doubles?.first
    guard let stored else { return false }
    return number.isNaN ? stored.isNaN : stored == number && stored.sign == number.sign
  }
}
