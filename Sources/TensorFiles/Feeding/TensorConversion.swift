import Graphs
import Operators
import Tensors

/// Numbers in another element type.
enum TensorConversion {
  /// What `Cast` gives; `nil` between numbers and strings, and where an integer type does not hold a
  /// number.
  static func converted(_ tensor: Tensor, to dtype: DType) -> Tensor? {
    guard tensor.dtype != .string, dtype != .string, holds(tensor, in: dtype) else { return nil }
    let id = ValueID(0)
    let node = try? OperatorCatalog.standard.node(
      "Cast", opset: 25, named: "cast", inputs: [id], outputs: [id],
      attributes: ["to": .int(Int64(dtype.rawValue))])
    let outputs = try? node?.operation.evaluate(Evaluation(values: [.tensor(tensor)]))
    return outputs?.first??.tensor
  }

  /// The tensor itself where it has the type, which may hold strings; else what ``converted(_:to:)`` gives.
  static func fitting(_ tensor: Tensor, _ dtype: DType) -> Tensor? {
    tensor.dtype == dtype ? tensor : converted(tensor, to: dtype)
  }

  /// Whether integers stay what they are; a float is another number, if at all, by rounding.
  private static func holds(_ tensor: Tensor, in dtype: DType) -> Bool {
    guard dtype.isInteger, tensor.dtype != .bool else { return true }
    let bits = Int128(1) << (dtype.isSignedInteger ? dtype.bitWidth - 1 : dtype.bitWidth)
    let range = dtype.isSignedInteger ? -bits..<bits : 0..<bits
    switch tensor.widened(.double) {
    case .int(let x): return x.allSatisfy { range.contains(Int128($0)) }
    case .uint(let x): return x.allSatisfy { range.contains(Int128($0)) }
    case .double(let x): return x.allSatisfy { Int128(exactly: $0).map(range.contains) ?? false }
    case .float(let x): return x.allSatisfy { Int128(exactly: $0).map(range.contains) ?? false }
    case nil: return false
    }
  }
}
