import CKernels
import Graphs
import Tensors

/// The order in which floating-point sums are formed on every runtime: see `SUMMATION.md`.
enum Summation {
  /// Terms of one block of a product.
  static let productBlock = Int(WONNX_PRODUCT_BLOCK)
  /// Terms of one block of a sum.
  static let sumBlock = Int(WONNX_SUM_BLOCK)
  /// Terms of a block of blocks: the sums of pieces of so many terms sum up to the whole.
  static let piece = sumBlock * sumBlock
  /// Terms of a sum's block that are added side by side.
  static let lanes = 16

  /// The most loop iterations that an invocation takes for the sum of `count` terms over `width`
  /// invocations, blocks of blocks included.
  static func trips(_ count: Int, width: Int = 1) -> Int {
    let blocks = count / sumBlock + 1
    let perBlock = lanes + 2 * lanes + 8
    return count / width + 1 + (blocks + blocks / sumBlock + 4) * (perBlock + sumBlock / width)
      / max(1, width / lanes)
  }

  /// The defines of a sum of at most `count` terms: how many levels of blocks it has.
  static func defines(_ count: Int) -> [String: String] {
    var (levels, terms) = (0, sumBlock)
    while terms < count { (levels, terms) = (levels + 1, terms * sumBlock) }
    return ["SUM_LEVELS": String(levels)]
  }

  /// The channels of one block of a convolution, whose window has `taps` taps. Where one channel is
  /// more than a block can hold, its taps are cut.
  static func channelsOfBlock(taps: Int) -> Int { max(1, productBlock / max(1, taps)) }

  /// The blocks of a convolution's terms: channels, then taps.
  static func blocks(channels: Int, taps: Int) -> [Range<Int>] {
    guard channels > 0, taps > 0 else { return [0..<0] }
    let (outer, run) = taps > productBlock ? (channels, taps) : (1, channels * taps)
    let length = taps > productBlock ? productBlock : channelsOfBlock(taps: taps) * taps
    return (0..<outer).flatMap { number in
      stride(from: 0, to: run, by: length).map { first in
        number * run + first..<number * run + min(first + length, run)
      }
    }
  }

  /// The sum of `a(k) · b(k)` as a product forms it.
  @inline(__always)
  static func product<F: WideFloat>(
    _ count: Int, _ a: (Int) -> F, _ b: (Int) -> F
  ) -> F {
    var total: F = 0
    for first in stride(from: 0, to: count, by: productBlock) {
      var block: F = 0
      for k in first..<min(first + productBlock, count) { block = .fused(a(k), b(k), block) }
      total = first == 0 ? block : total + block
    }
    return total
  }

  /// The sum of `term(i)` for i in 0 ..< `count`.
  @inline(__always)
  static func sum<F: WideFloat>(_ count: Int, _ term: (Int) -> F) -> F {
    sum(count, term) { first in
      var row = SIMD16<F>()
      for lane in 0..<lanes { row[lane] = term(first + lane) }
      return row
    }
  }

  /// The sum of `x[i · step]` for i in 0 ..< `count`.
  @inline(__always)
  static func sum<F: WideFloat>(_ x: UnsafePointer<F>, _ count: Int, step: Int = 1) -> F {
    step == 1 ? sum(x, count, { $0 }, rows: { $0 }) : sum(count) { x[$0 &* step] }
  }

  /// The sum of `map(x[i])` for i in 0 ..< `count`.
  @inline(__always)
  static func sum<F: WideFloat>(
    _ x: UnsafePointer<F>, _ count: Int, _ map: (F) -> F, rows: (SIMD16<F>) -> SIMD16<F>
  ) -> F {
    sum(count, { map(x[$0]) }) { first in
      rows(UnsafeRawPointer(x + first).loadUnaligned(as: SIMD16<F>.self))
    }
  }

  /// - Parameter row: the terms of ``lanes`` indices from one on, all of them there.
  @inline(__always)
  private static func sum<F: WideFloat>(
    _ count: Int, _ term: (Int) -> F, row: (Int) -> SIMD16<F>
  ) -> F {
    guard count > sumBlock else { return block(0, count, term, row: row) }
    return sum(ofBlocks: (count + sumBlock - 1) / sumBlock) { number in
      let first = number * sumBlock
      return block(first, min(sumBlock, count - first), term, row: row)
    }
  }

  private static func sum<F: WideFloat>(ofBlocks count: Int, _ block: (Int) -> F) -> F {
    sum(count, block)
  }

  /// The sum of at most ``sumBlock`` terms, from the one of number `start` on.
  @inline(__always)
  private static func block<F: WideFloat>(
    _ start: Int, _ count: Int, _ term: (Int) -> F, row: (Int) -> SIMD16<F>
  ) -> F {
    guard count > 0 else { return 0 }
    // A binary counter of rows: two are added as soon as there are two. -0 + x is x, of every x.
    let nothing = SIMD16<F>(repeating: -0.0)
    var (ones, twos, fours, total) = (nothing, nothing, nothing, nothing)
    let rowCount = (count + lanes - 1) / lanes
    for number in 0..<rowCount {
      let first = number * lanes
      var next = nothing
      if count - first >= lanes {
        next = row(start + first)
      } else {
        for lane in 0..<count - first { next[lane] = term(start + first + lane) }
      }
      if number & 1 == 0 {
        ones = next
        continue
      }
      next = ones + next
      if number & 2 == 0 {
        twos = next
        continue
      }
      next = twos + next
      if number & 4 == 0 { fours = next } else { total = fours + next }
    }
    if rowCount & 1 != 0 { total = ones + total }
    if rowCount & 2 != 0 { total = twos + total }
    if rowCount & 4 != 0 { total = fours + total }
    let eight = total.lowHalf + total.highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }
}
