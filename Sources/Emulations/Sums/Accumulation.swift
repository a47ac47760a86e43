/// How a sum of products is formed.
package struct Accumulation: Sendable {
  package enum Order: Sendable {
    case ascending, descending
    /// Halves of halves.
    case pairwise
    /// Chains of so many terms, then a chain of their sums.
    case blocks(Int)
    /// Term k in chain `k mod n`, the chains' sums in halves.
    case lanes(Int)
    /// A random order, the same one for every sum of a length.
    case shuffled(UInt64)
  }

  package var order: Order
  /// Whether a product is added without having been rounded.
  package var isFused: Bool
  /// Whether the last term is left out.
  package var dropsLast = false
  /// In which products, where they are rounded, and sums are kept.
  package var format: NumberFormat

  package init(_ order: Order, isFused: Bool = true, in format: NumberFormat) {
    self.order = order
    self.isFused = isFused
    self.format = format
  }

  /// `Σ a · b`.
  package func sum(_ terms: [(a: Double, b: Double)]) -> Double {
    switch order {
    case .ascending: chain(terms)
    case .descending: chain(terms.reversed())
    case .pairwise: halves(terms.map { product($0) })
    case .blocks(let length):
      total(
        stride(from: 0, to: terms.count, by: length).map {
          chain(Array(terms[$0..<min($0 + length, terms.count)]))
        })
    case .lanes(let count):
      halves(
        (0..<min(count, terms.count)).map { lane in
          chain(stride(from: lane, to: terms.count, by: count).map { terms[$0] })
        })
    case .shuffled(let seed): chain(Self.shuffled(terms, seed))
    }
  }

  private func product(_ term: (a: Double, b: Double)) -> Double { format.rounded(term.a * term.b) }

  private func chain(_ terms: [(a: Double, b: Double)]) -> Double {
    terms.reduce(0) { sum, term in
      guard isFused else { return format.rounded(sum + product(term)) }
      return format.rounded(sum.addingProduct(term.a, term.b))
    }
  }

  private func total(_ sums: [Double]) -> Double {
    sums.dropFirst().reduce(sums.first ?? 0) { format.rounded($0 + $1) }
  }

  private func halves(_ sums: [Double]) -> Double {
    guard sums.count > 1 else { return sums.first ?? 0 }
    let middle = sums.count / 2
    return format.rounded(halves(Array(sums[..<middle])) + halves(Array(sums[middle...])))
  }

  /// - Source: the Fisher–Yates shuffle over the multiplier of Knuth's MMIX.
  private static func shuffled<T>(_ terms: [T], _ seed: UInt64) -> [T] {
    var (result, state) = (terms, seed)
    for place in result.indices.dropFirst().reversed() {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      result.swapAt(place, Int((state >> 33) % UInt64(place + 1)))
    }
    return result
  }
}
