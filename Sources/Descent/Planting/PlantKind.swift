internal import Emulations

/// What can be planted, for a list.
package struct PlantKind: Sendable {
  package let name: String
  package let summary: String
  /// Whether the results are wrong, rather than another liberty of the standard's.
  package let isFault: Bool

  package static let all = EmulationKind.all.map {
    PlantKind(name: $0.name, summary: $0.summary, isFault: $0.nature == .fault)
  }
}
