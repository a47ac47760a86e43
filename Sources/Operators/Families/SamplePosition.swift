import Graphs
import Tensors

/// How GridSample turns a normalised coordinate into pixels of one axis.
struct SampleAxis: Sendable {
  enum Padding: String, Sendable { case zeros, border, reflection }

  let extent: Int
  let alignsCorners: Bool
  let padding: Padding
  /// Whether what lies outside moves to the border before its neighbours are chosen; cubic samples
  /// take neighbours that do.
  let clampsPositions: Bool

  /// The coordinates between which a position lies inside.
  var bounds: (low: Double, high: Double) {
    alignsCorners ? (0, Double(extent) - 1) : (-0.5, Double(extent) - 0.5)
  }

  /// The position in pixels of a coordinate from -1 to 1.
  @inline(__always)
  func position<F: WideFloat>(_ coordinate: F, rounds: Bool) -> F {
    let extentF = F(extent)
    var x =
      alignsCorners
      ? (coordinate + 1) / 2 * (extentF - 1) : ((coordinate + 1) * extentF - 1) / 2
    if rounds { x = x.rounded(.toNearestOrEven) }
    let (low, high) = (F(bounds.low), F(bounds.high))
    guard x < low || x > high else { return x }
    switch padding {
    case .zeros: return x
    case .border:
      guard clampsPositions else { return x }
      return x < 0 ? 0 : x > extentF - 1 ? extentF - 1 : x
    case .reflection: return reflected(x)
    }
  }

  /// `x` mirrored at the bounds until it lies between them.
  @inline(__always)
  func reflected<F: WideFloat>(_ x: F) -> F {
    let (low, high) = (F(bounds.low), F(bounds.high))
    let range = high - low
    guard x < low || x > high else { return x }
    guard range > 0 else { return low }
    let distance = x < low ? low - x : x - high
    let count = (distance / range).rounded(.towardZero)
    let rest = distance - count * range
    let isEven = (count / 2).rounded(.down) * 2 == count
    return (x < low) == isEven ? low + rest : high - rest
  }

  /// The pixel at an index, or -1 for a zero.
  @inline(__always)
  func pixel<F: WideFloat>(_ index: F) -> Int {
    let last = F(extent - 1)
    switch padding {
    case .zeros: return index >= 0 && index <= last ? Int(saturating: index) : -1
    case .border: return index >= 0 ? Int(saturating: index > last ? last : index) : 0
    case .reflection:
      let inside = reflected(index).rounded(.towardZero)
      return inside >= 0 ? Int(saturating: inside > last ? last : inside) : 0
    }
  }
}
