/// Names given out, each once.
struct FreeNames {
  private var taken: Set<String> = []
  /// How many names were made like one.
  private var counts: [String: Int] = [:]

  /// The name, or one like it where it is taken. The empty name is that of many.
  mutating func take(_ wish: String) -> String {
    guard !wish.isEmpty, !taken.insert(wish).inserted else { return wish }
    while true {
      let count = counts[wish, default: 1] + 1
      counts[wish] = count
      let name = "\(wish)_\(count)"
      if taken.insert(name).inserted { return name }
    }
  }
}
