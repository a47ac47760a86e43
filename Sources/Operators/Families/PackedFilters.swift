import CKernels
import Tensors

/// The weights of a convolution of 8-bit integers, a group's after another's.
struct PackedFilters: Sendable {
  private let shape: Shape
  private let groups: Int
  private let isSigned: Bool
  private let bytes: Buffer<Int8>

  /// - Parameter w: the elements of weights `[M, C / groups, k1…]`.
  init(_ w: UnsafePointer<UInt8>, _ shape: Shape, groups: Int, isSigned: Bool) {
    (self.shape, self.groups, self.isSigned) = (shape, groups, isSigned)
    let (channels, filters) = (shape[1], shape[0] / groups)
    let taps = shape.dims[2...].reduce(1, *)
    let pitch = Int(wonnx_iconv_packed_w_bytes(channels, filters, taps))
    let source = SendablePointer(UnsafeMutablePointer(mutating: w))
    bytes = Buffer(count: groups * pitch) { out in
      guard !out.isEmpty else { return }
      let target = SendablePointer(out)
      let count = filters * channels * taps
      Parallel.forEach(groups, grain: max(1, (1 << 16) / max(1, count))) { range in
        for group in range {
          wonnx_iconv_pack_w(
            channels, filters, taps, source.base + group * count, isSigned,
            target.base + group * pitch)
        }
      }
    }
  }

  /// A constant; `nil` where a convolution does not read it as products.
  init?(constant w: Tensor?, groups: Int) {
    guard let w, (3...5).contains(w.rank), w.count > 0, groups > 0,
      w.shape[0].isMultiple(of: groups), groups == 1 || w.shape[1] > 1
    else { return nil }
    switch w.elements {
    case .uint8(let x):
      self = x.readingAgain { PackedFilters($0, w.shape, groups: groups, isSigned: false) }
    case .int8(let x):
      self = x.readingAgain { values in
        values.withMemoryRebound(to: UInt8.self, capacity: w.count) {
          PackedFilters($0, w.shape, groups: groups, isSigned: true)
        }
      }
    default: return nil
    }
  }

  /// Those of one group; valid while this lives.
  func group(_ index: Int) -> UnsafePointer<Int8> {
    bytes.base + index * (bytes.count / groups)
  }

  /// The weights, made when they are first read.
  var unpacked: Tensor? {
    if isSigned { return try? Tensor(elements { $0 }, shape: shape) }
    return try? Tensor(elements { UInt8(bitPattern: $0) ^ 0x80 }, shape: shape)
  }

  private func elements<T: BitwiseCopyable & Sendable>(
    _ element: @escaping @Sendable (Int8) -> T
  ) -> Buffer<T> {
    let (channels, filters) = (shape[1], shape[0] / groups)
    let taps = shape.dims[2...].reduce(1, *)
    return .deferred(count: shape.count) { [self] out in
      for filter in 0..<shape[0] {
        let lines = group(filter / filters) + filter % filters * ((channels + 3) / 4 * 4 * taps)
        for c in 0..<channels {
          for t in 0..<taps {
            out[(filter * channels + c) * taps + t] = element(
              lines[(c / 4 * taps + t) * 4 + c % 4])
          }
        }
      }
    }
  }
}
