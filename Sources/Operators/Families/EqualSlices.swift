import Tensors

/// The slices of a tensor's axis in ascending order, equal ones together and by where they are.
struct EqualSlices: Sendable {
  let order: [Int]
  /// Where in `order` each group of equal slices starts.
  let heads: [Int]

  init(_ x: Tensor, _ view: SliceView) {
    if view.extent == x.count, let ranked = x.rankedPlaces {
      self.init(ranked)
    } else {
      self.init(x, by: ElementOrder(x), view)
    }
  }

  private init(_ ranked: [RankedPlace]) {
    order = ranked.map(\.place)
    heads = ranked.indices.filter { $0 == 0 || ranked[$0].key != ranked[$0 - 1].key }
  }

  private init(_ x: Tensor, by elements: ElementOrder, _ view: SliceView) {
    let (count, block) = (view.extent, view.block)
    func compare(_ a: Int, _ b: Int) -> Int {
      for o in 0..<view.outer {
        for i in 0..<block {
          let result = elements.compare((o * count + a) * block + i, (o * count + b) * block + i)
          if result != 0 { return result }
        }
      }
      return 0
    }
    let order = (0..<count).sorted { a, b in
      let result = compare(a, b)
      return result == 0 ? a < b : result < 0
    }
    self.order = order
    heads = order.indices.filter { $0 == 0 || compare(order[$0 - 1], order[$0]) != 0 }
  }

  /// The slices of each group, the first occurrence first.
  var groups: [ArraySlice<Int>] {
    heads.indices.map { order[heads[$0]..<($0 + 1 < heads.count ? heads[$0 + 1] : order.count)] }
  }
}

extension Tensor {
  /// The places of the elements in their order; `nil` of strings, booleans and complex numbers.
  fileprivate var rankedPlaces: [RankedPlace]? {
    switch widened(.native) {
    case .float(let x): x.rankedPlaces
    case .double(let x): x.rankedPlaces
    case .int(let x): x.rankedPlaces
    case .uint(let x): x.rankedPlaces
    case nil: nil
    }
  }
}
