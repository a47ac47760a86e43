/// The order in which work has the fewest barriers between, as far as looking a little ahead finds it.
///
/// As long as one of the next pieces may begin without a barrier and conflicts with none that it passes,
/// the first such piece does. Every piece still comes after those that it conflicts with.
///
/// - Returns: the pieces' indices.
func schedule(_ work: [Access], lookahead: Int = 32) -> [Int] {
  var order: [Int] = []
  var hazards = Hazards()
  var waiting: [Int] = []
  var next = 0
  while order.count < work.count {
    while waiting.count < lookahead, next < work.count {
      waiting.append(next)
      next += 1
    }
    let index = waiting.remove(at: readyPlace(in: waiting.map { work[$0] }, hazards) ?? 0)
    _ = hazards.add(work[index])
    order.append(index)
  }
  return order
}

/// The place of the first piece that may begin before those in front of it.
private func readyPlace(in waiting: [Access], _ hazards: Hazards) -> Int? {
  waiting.indices.first { place in
    hazards.allow(waiting[place])
      && !waiting[..<place].contains { $0.conflicts(with: waiting[place]) }
  }
}
