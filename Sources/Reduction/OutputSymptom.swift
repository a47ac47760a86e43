import Harness
import Tensors

/// What two values that should be one differ in.
struct OutputSymptom {
  /// Where a difference of numbers is a gross one: beyond this share of the largest.
  private static let gross = 1e-3

  private let a: Value
  private let b: Value
  private let nearness: Nearness

  init(_ a: Value, _ b: Value, _ nearness: Nearness) {
    self.a = a
    self.b = b
    self.nearness = nearness
  }

  /// The kind of difference and its sentence, which follows the output's name.
  var found: (Symptom.Kind, String)? {
    guard BitsDigest.of([a]) != BitsDigest.of([b]) else { return nil }
    guard let x = a.tensor, let y = b.tensor else {
      return a.kind == b.kind
        ? (.slight, "differs: a \(a.kind.name)")
        : (.type, "is \(a.kind.name) and \(b.kind.name)")
    }
    guard x.dtype == y.dtype else { return (.type, "is \(x.dtype.name) and \(y.dtype.name)") }
    guard x.shape == y.shape else { return (.shape, "has shapes \(x.shape) and \(y.shape)") }
    guard let numbers = x.doubles, let others = y.doubles else {
      return (.slight, "differs: \(x.dtype.name)s")
    }
    return found(x, y, numbers, others)
  }

  private func found(
    _ x: Tensor, _ y: Tensor, _ numbers: [Double], _ others: [Double]
  ) -> (Symptom.Kind, String)? {
    func sentence(_ place: Int) -> String {
      "is \(x.text(at: place)) and \(y.text(at: place)) at offset \(place)"
    }
    let places = numbers.indices
    if let place = places.first(where: { numbers[$0].isNaN != others[$0].isNaN }) {
      return (.nan, sentence(place))
    }
    let infinite = places.first {
      (numbers[$0].isInfinite || others[$0].isInfinite) && numbers[$0] != others[$0]
        && !numbers[$0].isNaN
    }
    if let infinite { return (.infinity, sentence(infinite)) }
    let largest = x.largestMagnitude
    let distances = places.map { place in
      numbers[place] == others[place] || !numbers[place].isFinite
        ? 0 : (numbers[place] - others[place]).magnitude
    }
    let worst = distances.indices.max { distances[$0] < distances[$1] } ?? 0
    let distance = distances.isEmpty ? 0 : distances[worst]
    if let share = nearness.share, distance <= share * largest { return nil }
    // Zeros of two signs have other bits, and nothing else.
    let place = distance == 0 ? places.first { numbers[$0].sign != others[$0].sign } ?? 0 : worst
    return (distance > Self.gross * largest ? .gross : .slight, sentence(place))
  }
}
