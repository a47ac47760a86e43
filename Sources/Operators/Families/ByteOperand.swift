import CKernels
import Graphs
import Tensors

/// An 8-bit integer tensor and its zero points, as the kernels of integers read them.
struct ByteOperand: Sendable {
  let isSigned: Bool
  private let elements: Elements
  /// One for all, or one an index of the axis; `nil` where all are 0.
  private let zeros: Buffer<Int32>?

  /// - Parameter zeros: one for all, or one an index of the axis; `nil` where all are 0.
  init(_ bytes: Buffer<UInt8>, isSigned: Bool, zeros: Buffer<Int32>?) {
    (elements, self.isSigned, self.zeros) = (.uint8(bytes), isSigned, zeros)
  }

  /// - Returns: `nil` where the elements have another type, or zero points lie otherwise.
  init?(_ x: Tensor, _ zero: Tensor?, _ point: ZeroPoint?, along axis: Int) {
    switch x.dtype {
    case .uint8: isSigned = false
    case .int8: isSigned = true
    default: return nil
    }
    elements = x.elements
    switch zero?.elements {
    case .uint8(let values): zeros = values.mapped { Int32($0) }
    case .int8(let values): zeros = values.mapped { Int32($0) }
    case nil: zeros = nil
    default: return nil
    }
    guard let point, let zeros, zeros.count != 1 else { return }
    let axis = axis < 0 ? axis + x.rank : axis
    let varying = point.strides.indices.filter { point.strides[$0] != 0 && x.shape[$0] != 1 }
    guard varying == [axis], zeros.count == x.shape[axis] else { return nil }
  }

  /// The elements' bytes.
  var bytes: Buffer<UInt8> {
    switch elements {
    case .int8(let x): x.reinterpreted(as: UInt8.self)
    case .uint8(let x): x
    default: []
    }
  }

  var zerosVary: Bool { (zeros?.count ?? 0) > 1 }
  /// The zero point of all elements, where it is one.
  var zero: Int32 { zeros?.first ?? 0 }

  /// Calls `body` with the zero points from index `first` of the axis on.
  func withZeros<R>(from first: Int = 0, _ body: (wonnx_zeros) -> R) -> R {
    guard let zeros else { return body(wonnx_zeros(values: nil, step: 0)) }
    return zeros.withPointer { values in
      let step = zerosVary ? 1 : 0
      return body(wonnx_zeros(values: values.baseAddress.map { $0 + first * step }, step: step))
    }
  }
}
