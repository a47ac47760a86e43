import Graphs
import Tensors

extension EmulationKind {
  /// Integers among the inputs that say places and extents; one emulation an input.
  static let indices: [EmulationKind] = [
    ofPlaces("place-off-by-one", "A place or extent that an input gives is taken for one more.") {
      $0 + 1
    },
    ofPlaces("place-one-too-low", "A place or extent that an input gives is taken for one less.") {
      $0 - 1
    },
    ofPlaces("negative-place-as-zero", "A place that counts from the back is taken for the first.")
    {
      max($0, 0)
    },
  ]

  private static func ofPlaces(
    _ name: String, _ summary: String, _ transform: @escaping @Sendable (Int128) -> Int128
  ) -> EmulationKind {
    EmulationKind(each: name, summary) { node in
      node.inputs.indices.dropFirst().map { index in
        (
          node.formal(index)?.name ?? "input-\(index)",
          { operation, inputs in
            guard let places = inputs.tensor(index),
              places.dtype == .int64 || places.dtype == .int32,
              let first = inputs.tensor(0), first.dtype != places.dtype || node.hasPlaces,
              let changed = try places.mapIntegers({ transform($1) })
            else { return nil }
            return try operation.results(of: inputs.replacing(index, by: .tensor(changed)))
          }
        )
      }
    }
  }
}

extension Node {
  /// Whether integers of the first input's own type say places all the same.
  fileprivate var hasPlaces: Bool {
    isNamed([
      "Gather", "GatherElements", "GatherND", "Slice", "ScatterElements", "ScatterND", "Tile",
    ])
  }
}
