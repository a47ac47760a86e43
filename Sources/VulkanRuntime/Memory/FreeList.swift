/// The unused byte ranges of a piece of memory: best fit, coalescing.
struct FreeList {
  /// Ascending, never adjacent, never empty.
  private(set) var ranges: [Range<Int>]

  init(byteCount: Int) { ranges = byteCount > 0 ? [0..<byteCount] : [] }

  /// The size of the smallest range that holds `byteCount`; `nil` when none does.
  func bestFit(_ byteCount: Int) -> Int? {
    ranges.lazy.map(\.count).filter { $0 >= byteCount }.min()
  }

  /// Takes `byteCount` from the smallest range that holds them.
  mutating func take(_ byteCount: Int) -> Int? {
    guard let best = bestFit(byteCount),
      let index = ranges.firstIndex(where: { $0.count == best })
    else { return nil }
    let range = ranges[index]
    if range.count == byteCount {
      ranges.remove(at: index)
    } else {
      ranges[index] = range.lowerBound + byteCount..<range.upperBound
    }
    return range.lowerBound
  }

  mutating func give(_ range: Range<Int>) {
    let index = ranges.firstIndex { $0.lowerBound > range.lowerBound } ?? ranges.count
    let joinsNext = index < ranges.count && ranges[index].lowerBound == range.upperBound
    let joinsLast = index > 0 && ranges[index - 1].upperBound == range.lowerBound
    switch (joinsLast, joinsNext) {
    case (true, true):
      ranges[index - 1] = ranges[index - 1].lowerBound..<ranges[index].upperBound
      ranges.remove(at: index)
    case (true, false): ranges[index - 1] = ranges[index - 1].lowerBound..<range.upperBound
    case (false, true): ranges[index] = range.lowerBound..<ranges[index].upperBound
    case (false, false): ranges.insert(range, at: index)
    }
  }
}
