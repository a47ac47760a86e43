import Graphs
import Tensors

/// The type in which a model of ai.onnx.ml scores rows: double where the input or one of the model's
/// tables is double, else float32.
struct ScoreType: Sendable {
  let isWide: Bool

  /// - Parameter table: whether a table of the model is double.
  init(_ input: DType, table: Bool = false) { isWide = input == .double || table }

  var dtype: DType { isWide ? .double : .float }

  /// What the shaders of models need to know of it.
  var defines: [String: String] {
    ["C": isWide ? "double" : "float", "IS_WIDE": isWide ? "1" : "0"]
  }

  /// Numbers of this type as words of 32 bits; a shader's list has one element at least.
  func words(_ values: [Double]) -> [Int] {
    guard !values.isEmpty else { return [0, 0] }
    return isWide
      ? values.flatMap { [Int($0.bitPattern & 0xffff_ffff), Int($0.bitPattern >> 32)] }
      : values.map { Int(Float($0).bitPattern) }
  }

  /// Why a device can't compute in it; `nil` where it can.
  func lacks(_ device: DeviceTraits) -> HostReason? {
    isWide && !device.hasFloat64 ? .device("shaderFloat64") : nil
  }
}

extension Evaluation {
  /// A number tensor's elements in the floats in which a model scores them; integers are rounded.
  func features(_ index: Int, table: Bool = false) throws(OperatorError) -> WideBuffer {
    let wide = try wide(index)
    let isWide = precision == .double || table
    switch wide {
    case .double: return wide
    case .float(let x): return isWide ? .double(x.mapped { Double($0) }) : wide
    case .int(let x):
      return isWide ? .double(x.mapped { Double($0) }) : .float(x.mapped { Float($0) })
    case .uint(let x):
      return isWide ? .double(x.mapped { Double($0) }) : .float(x.mapped { Float($0) })
    }
  }
}

extension Inference {
  /// The extents of an input `[N, C]`, or `[C]` as the one row that it is; `nil` of unknown rank.
  func rows(
    _ index: Int
  ) throws(OperatorError) -> (count: Dimension, features: Dimension)? {
    guard let dims = try tensor(index).dims else { return nil }
    guard dims.count == 1 || dims.count == 2 else {
      throw .rank(input: index, found: dims.count, expected: "1 or 2")
    }
    return (dims.count == 1 ? 1 : dims[0], dims[dims.count - 1])
  }
}

extension Shape {
  /// The rows of a matrix, or the one that a vector is.
  var rowCount: Int { rank < 2 ? 1 : dims[0] }
}

extension ScratchRequest {
  /// The rows of an input; `nil` where there are more than a number can count.
  func rowCount(_ index: Int) -> Int? {
    guard index < inputs.types.count, let shape = inputs.types[index]?.tensor?.shape else {
      return 0
    }
    return shape.rowCount
  }
}
