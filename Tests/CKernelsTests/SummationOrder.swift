import CKernels

/// What SUMMATION.md says, step by step.
enum SummationOrder {
  /// Where the blocks of a product's terms end: after 256, or with a run of terms (a channel's taps)
  /// where a block can hold it, else after 256 terms of each run.
  static func blockEnds(_ count: Int, run: Int = 1) -> [Int] {
    var ends: [Int] = []
    var length = 0
    for k in 0..<count {
      length += 1
      let endsRun = (k + 1) % run == 0
      let isFull = run <= 256 ? endsRun && length + run > 256 : length == 256 || endsRun
      if isFull || k + 1 == count {
        ends.append(k + 1)
        length = 0
      }
    }
    return ends
  }

  static func product<F: BinaryFloatingPoint>(
    _ count: Int, run: Int = 1, from start: F? = nil, step: (Int, F) -> F
  ) -> F {
    var total = start
    var first = 0
    for end in blockEnds(count, run: run) {
      var block: F = 0
      for k in first..<end { block = step(k, block) }
      total = total.map { $0 + block } ?? block
      first = end
    }
    return total ?? 0
  }

  /// `nil` stands for a term that is missing.
  static func sum(_ terms: [Float?]) -> Float {
    guard !terms.isEmpty else { return 0 }
    guard terms.count > 128 else {
      var lanes = (0..<16).map { lane in
        tree(
          (0..<8).map { row in
            let i = row * 16 + lane
            return i < terms.count ? terms[i] ?? -0.0 : -0.0
          })
      }
      while lanes.count > 1 {
        let half = lanes.count / 2
        lanes = (0..<half).map { lanes[$0] + lanes[$0 + half] }
      }
      return lanes[0]
    }
    return sum(
      stride(from: 0, to: terms.count, by: 128).map { first in
        sum(Array(terms[first..<min(first + 128, terms.count)]))
      })
  }

  /// The complete binary tree over neighbours.
  private static func tree(_ terms: [Float]) -> Float {
    terms.count == 1
      ? terms[0]
      : tree(stride(from: 0, to: terms.count, by: 2).map { terms[$0] + terms[$0 + 1] })
  }
}
