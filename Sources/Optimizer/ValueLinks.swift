import Graphs

/// Which node makes and which nodes read each value, in tables by the values' numbers.
struct ValueLinks {
  private let places: ValuePlaces
  /// -1 where no node makes the value.
  private var makers: [Int]
  /// The readers of value `i` are those from `starts[i]` up to `starts[i + 1]`.
  private var starts: [Int]
  private var readers: [Int]

  init(_ nodes: [Node]) {
    let reads = nodes.map { $0.operation.bodies.isEmpty ? $0.inputs : $0.reads }
    places = ValuePlaces(reads, nodes.map(\.outputs))
    makers = Array(repeating: -1, count: places.count)
    starts = Array(repeating: 0, count: places.count + 1)
    readers = []
    // A node that reads a value twice reads it.
    var last = makers
    var pairs: [(place: Int, node: Int)] = []
    for (index, node) in nodes.enumerated() {
      for id in node.outputs { if let id, let place = places[id] { makers[place] = index } }
      for id in reads[index] {
        guard let id, let place = places[id], last[place] != index else { continue }
        last[place] = index
        starts[place + 1] += 1
        pairs.append((place, index))
      }
    }
    for place in 0..<places.count { starts[place + 1] += starts[place] }
    readers = Array(repeating: 0, count: pairs.count)
    var next = starts
    for pair in pairs {
      readers[next[pair.place]] = pair.node
      next[pair.place] += 1
    }
  }

  func maker(of id: ValueID) -> Int? {
    guard let place = places[id], makers[place] >= 0 else { return nil }
    return makers[place]
  }

  /// In order.
  func readers(of id: ValueID) -> ArraySlice<Int> {
    guard let place = places[id] else { return [] }
    return readers[starts[place]..<starts[place + 1]]
  }
}

/// Small numbers for values.
private struct ValuePlaces {
  let count: Int
  private let lowest: Int
  /// Where numbers lie far apart, as in a body that reads values from around it.
  private var scattered: [ValueID: Int]?

  init(_ lists: [[ValueID?]]...) {
    var (least, greatest, total) = (Int.max, Int.min, 0)
    for ids in lists.joined() {
      for id in ids {
        guard let index = id?.index else { continue }
        least = min(least, index)
        greatest = max(greatest, index)
        total += 1
      }
    }
    lowest = least
    guard total > 0, greatest - least >= 4 * total else {
      count = total == 0 ? 0 : greatest - least + 1
      return
    }
    var places: [ValueID: Int] = [:]
    for ids in lists.joined() {
      for case let id? in ids where places[id] == nil { places[id] = places.count }
    }
    scattered = places
    count = places.count
  }

  subscript(id: ValueID) -> Int? {
    if let scattered { return scattered[id] }
    let place = id.index - lowest
    return 0..<count ~= place ? place : nil
  }
}
