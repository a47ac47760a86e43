import Testing

@testable import Operators

/// A function at arguments that an index gives, with the places of the exact results.
struct Sweep: Sendable, CustomTestStringConvertible {
  let function: String
  let first: [(low: Double, high: Double)]
  let second: [(low: Double, high: Double)]
  /// Sign and place: see the script that wrote them.
  let places: [UInt8]

  init(
    _ function: String, first: [(Double, Double)], second: [(Double, Double)] = [],
    places: String
  ) {
    self.function = function
    self.first = first.map { (low: $0.0, high: $0.1) }
    self.second = second.map { (low: $0.0, high: $0.1) }
    self.places = places.utf8.filter { $0 != UInt8(ascii: "\n") }
      .map { $0 > UInt8(ascii: "\\") ? $0 - 36 : $0 - 35 }
  }

  var testDescription: String { function }

  /// The largest distance from an exact result, in ulps, in `-2.5 ..< 2.5`; infinite if a sign differs.
  func worst<F: WideFloat>(_: F.Type, ordinal: (F) -> UInt64) -> (ulps: Double, x: F) {
    var worst = (ulps: 0.0, x: F(0))
    for index in places.indices {
      let x = F(Self.argument(2 * index, first[index % first.count]))
      let y =
        second.isEmpty
        ? MathematicsTable.unary(function, x)
        : MathematicsTable.binary(
          function, x, F(Self.argument(2 * index + 1, second[index % second.count])))
      let place = Int(places[index])
      let isNegative = place >= 40
      let offset = (Int(ordinal(y.magnitude) % 40) * 8 - place % 40 + 400) % 40
      let eighths = offset >= 20 ? offset - 40 : offset
      let hasSign = y == 0 || (y < 0) == isNegative
      let ulps = hasSign ? Double(abs(eighths)) / 8 : .infinity
      if !(ulps <= worst.ulps) { worst = (ulps, x) }
    }
    return worst
  }

  /// SplitMix64 of the index, put into the range.
  static func argument(_ index: Int, _ range: (low: Double, high: Double)) -> Double {
    var z = UInt64(index + 1) &* 0x9e37_79b9_7f4a_7c15
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    z ^= z >> 31
    return range.low + (range.high - range.low) * (Double(z >> 11) * 0x1p-53)
  }
}
