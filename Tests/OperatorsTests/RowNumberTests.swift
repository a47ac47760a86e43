import CKernels
import Testing

@testable import Operators

@Suite("Rows of floats", .serialized)
struct RowNumberTests {
  /// A row or rows side by side, longer and shorter than a block of a sum and than vectors.
  static let layouts: [RowLayout] =
    (Array(0...70) + [127, 128, 129, 255, 2049, 16_385]).map { RowLayout(length: $0) }
    + [(0, 3, 3), (1, 70, 70), (5, 65, 66), (130, 67, 70), (300, 3, 5), (16_400, 2, 2)].map {
      RowLayout(length: $0.0, rows: $0.1, step: $0.2)
    }

  /// Numbers of which some are zeros, equal, infinite or NaN in some of the rows.
  static func values(_ layout: RowLayout, rare: Bool) -> [Float] {
    let extremes: [Float] = [0, -0.0, 1, .leastNonzeroMagnitude, -.infinity, .infinity, .nan]
    var state = UInt64(layout.length &* 31 &+ layout.rows)
    return (0..<(layout.length * layout.step + layout.rows + 3)).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      if rare, state >> 60 == 0 { return extremes[Int(state >> 40 & 0xffff) % extremes.count] }
      return (Float(Int32(truncatingIfNeeded: state >> 32)) * 0x1p-29).rounded(.down) / 3
    }
  }

  /// Holds what is found at every level to what is expected, for numbers at an odd address.
  static func each<R: Equatable>(
    _ expected: (RowLayout, UnsafePointer<Float>) -> R,
    _ found: (RowLayout, UnsafePointer<Float>) -> R
  ) {
    for layout in layouts {
      for rare in [false, true] {
        values(layout, rare: rare).withUnsafeBufferPointer { x in
          guard let base = x.baseAddress else { return }
          let wanted = expected(layout, base + 1)
          FloatKernelTests.atLevels { level in
            #expect(found(layout, base + 1) == wanted, "level \(level.rawValue), \(layout)")
          }
        }
      }
    }
  }

  /// The bits of a result of each row.
  static func rowwise(
    _ layout: RowLayout, _ x: UnsafePointer<Float>, _ result: ([Float], Int) -> Float
  ) -> [UInt32] {
    let results = (0..<layout.rows).map { j in
      result((0..<layout.length).map { x[$0 * layout.step + j] }, j)
    }
    return FloatKernelTests.bits(results + [7])
  }

  static func written(
    _ layout: RowLayout, _ write: (UnsafeMutablePointer<Float>) -> Void
  ) -> [UInt32] {
    var results = [Float](repeating: 7, count: layout.rows + 1)
    write(&results)
    return FloatKernelTests.bits(results)
  }

  static let shifts = (0..<80).map { Float($0) / 7 }
  static let terms: [(SumTerm, @Sendable (Float, Float) -> Float)] = [
    (WONNX_TERM_SELF, { x, _ in x }), (WONNX_TERM_MAGNITUDE, { x, _ in x.magnitude }),
    (WONNX_TERM_SQUARE, { x, shift in (x - shift) * (x - shift) }),
  ]

  @Test("are summed in the written order")
  func sums() {
    for (term, value) in Self.terms {
      Self.each { layout, x in
        Self.rowwise(layout, x) { row, j in
          SummationTests.written(row.map { value($0, Self.shifts[j]) })
        }
      } _: { layout, x in
        Self.written(layout) {
          Float.sums(layout, term, of: x, shifts: Self.shifts, into: $0)
        }
      }
    }
  }

  @Test("give the first of equal extremes, and NaN where there is one", arguments: [true, false])
  func extremes(greatest: Bool) {
    Self.each { layout, x in
      Self.rowwise(layout, x) { row, _ in
        row.reduce(greatest ? -.infinity : .infinity) { best, value in
          (greatest ? value > best : value < best) || value.isNaN ? value : best
        }
      }
    } _: { layout, x in
      Self.written(layout) { Float.extremes(layout, greatest: greatest, of: x, into: $0) }
    }
  }

  @Test(
    "say where an extreme is, the first or the last of equal ones; NaN is the most extreme",
    arguments: [true, false], [true, false])
  func places(greatest: Bool, last: Bool) {
    Self.each { layout, x in
      guard layout.length > 0 else { return [Int64]() }
      return (0..<layout.rows).map { j in
        let row = (0..<layout.length).map { x[$0 * layout.step + j] }
        let numbers = row.filter { !$0.isNaN }
        let extreme = greatest ? numbers.max() : numbers.min()
        let places = row.indices.filter {
          numbers.count < row.count ? row[$0].isNaN : row[$0] == extreme
        }
        return Int64((last ? places.last : places.first) ?? -1)
      }
    } _: { layout, x in
      guard layout.length > 0 else { return [] }
      var found = [Int64](repeating: -1, count: layout.rows)
      wonnx_sextreme_indices(layout, greatest, last, x, &found)
      return found
    }
  }

  @Test("become shares of one, or their logarithms", arguments: [false, true])
  func softmax(takesLogarithm: Bool) {
    func count(_ layout: RowLayout) -> Int { layout.length * layout.step + layout.rows + 1 }
    Self.each { layout, x in
      var y = [Float](repeating: 7, count: count(layout))
      for j in 0..<layout.rows {
        let row = (0..<layout.length).map { x[$0 * layout.step + j] }
        let peak = row.reduce(-Float.infinity) { $1 > $0 || $1.isNaN ? $1 : $0 }
        let powers = row.map { Float.exp($0 - peak) }
        let sum = SummationTests.written(powers)
        for i in row.indices {
          y[i * layout.step + j] = takesLogarithm ? (row[i] - peak) - .log(sum) : powers[i] / sum
        }
      }
      return FloatKernelTests.bits(y)
    } _: { layout, x in
      var y = [Float](repeating: 7, count: count(layout))
      Float.softmax(layout, takesLogarithm: takesLogarithm, of: x, into: &y)
      return FloatKernelTests.bits(y)
    }
  }

  @Test("are scaled and shifted by one number or one for each element")
  func standardize() {
    let layout = RowLayout(length: 300)
    let x = Self.values(layout, rare: true)
    let (scale, bias) = (x.map { $0 * 3 }, x.map { $0 - 1 })
    FloatKernelTests.atLevels { level in
      for (scaleStep, biasStep) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        for count in Array(0...70) + [300] {
          var y = [Float](repeating: 7, count: count + 1)
          Float.standardize(
            x, count, mean: 0.3, factor: 1.7, scale: scale, step: scaleStep, bias: bias,
            step: biasStep, into: &y)
          let expected = (0..<count).map { i in
            (x[i] - 0.3) * 1.7 * scale[i * scaleStep] + bias[i * biasStep]
          }
          #expect(
            FloatKernelTests.bits(y) == FloatKernelTests.bits(expected + [7]),
            "level \(level.rawValue), count \(count)")
        }
      }
    }
  }
}
