/// How the values that a case has stand to one another, where some of them differ: the suite's, and
/// those of each runtime that gave any.
package struct Agreement: Sendable, Hashable, Codable {
  package var `case`: CaseID
  /// Who has values: ``expected`` first, then runtimes in the order of the run.
  package var parties: [String]
  /// The pairs whose values differ by more than the case's rule allows; the rest agree. In the order
  /// of the parties.
  package var apart: [Pair]

  /// The suite's own value, among the parties.
  package static let expected = "expected"

  package init(case: CaseID, parties: [String], apart: [Pair]) {
    self.case = `case`
    self.parties = parties
    self.apart = apart
  }

  package struct Pair: Sendable, Hashable, Codable {
    package var a: String
    package var b: String
    /// The first difference, with its index and both values.
    package var reason: String

    package init(a: String, b: String, reason: String) {
      self.a = a
      self.b = b
      self.reason = reason
    }
  }

  package func areApart(_ a: String, _ b: String) -> Bool {
    apart.contains { ($0.a, $0.b) == (a, b) || ($0.a, $0.b) == (b, a) }
  }

  /// Parties that agree with one another, the largest group first, the suite's before others of its
  /// size. Agreement within a tolerance is not transitive: a party joins the first group of which it
  /// agrees with every member.
  package var groups: [[String]] {
    var groups: [[String]] = []
    for party in parties {
      let place = groups.firstIndex { group in
        group.allSatisfy { !areApart(party, $0) }
      }
      if let place { groups[place].append(party) } else { groups.append([party]) }
    }
    return groups.enumerated().sorted {
      ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
    }.map(\.element)
  }

  /// Runtimes that agree with nobody, where at least two others agree.
  package var loners: [String] {
    let found = groups
    guard let largest = found.first, largest.count > 1 else { return [] }
    return found.dropFirst().filter { $0.count == 1 }.compactMap(\.first)
      .filter { party in
        party != Self.expected && parties.allSatisfy { $0 == party || areApart(party, $0) }
      }
  }

  /// Whether more independent runtimes agree with one another against the suite's value than with
  /// it: a person should look at the value. A runtime with and without the optimizer, or on several
  /// devices, counts once.
  ///
  /// - Parameter kin: what two columns of one runtime have in common, by their names without variants.
  package func goldenIsInMinority(kin: (String) -> String = { $0 }) -> Bool {
    func independent(_ group: [String]) -> Int {
      Set(group.filter { $0 != Self.expected }.map { kin(Self.base($0)) }).count
    }
    let found = groups
    let own = found.first { $0.contains(Self.expected) }.map(independent) ?? 0
    let other = found.filter { !$0.contains(Self.expected) }.map(independent).max() ?? 0
    return other > max(own, 1)
  }

  /// `vulkan` for `vulkan@1+opt`.
  private static func base(_ runtime: String) -> String {
    String(runtime.prefix { $0 != "+" && $0 != "@" })
  }
}
