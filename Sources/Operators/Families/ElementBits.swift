import Graphs
import Tensors

/// The bits of an element, as a shader that moves elements is given them.
struct ElementBits: Sendable {
  /// The lower 64 bits.
  private let low: UInt64
  /// Those of an element of 128 that are above.
  private let high: UInt64

  static let zero = ElementBits(low: 0, high: 0)

  private init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// A tensor's first element.
  init(leading tensor: Tensor) {
    let width = tensor.dtype.byteWidth
    func word(_ first: Int) -> UInt64 {
      tensor.elements.withBytes { bytes in
        (first..<max(first, min(width, first + 8, bytes.count))).reduce(UInt64(0)) {
          $0 | UInt64(bytes[$1]) << (8 * ($1 - first))
        }
      } ?? 0
    }
    (low, high) = (word(0), word(8))
  }

  /// Parameters of this name, for an element of a type that carries it.
  func parameters(_ name: String, _ carrier: DType) -> [Parameter] {
    switch carrier.byteWidth {
    case 16: [.long(name, Self.signed(low)), .long("\(name)_high", Self.signed(high))]
    case 8: [.long(name, Self.signed(low))]
    default: [.uint(name, Int(low))]
    }
  }

  /// What the shader makes of those.
  static func expression(_ name: String, _ carrier: DType) -> String {
    carrier.byteWidth == 16 ? "T_y(p.\(name), p.\(name)_high)" : "T_y(p.\(name))"
  }

  private static func signed(_ word: UInt64) -> Int { Int(Int64(bitPattern: word)) }
}
