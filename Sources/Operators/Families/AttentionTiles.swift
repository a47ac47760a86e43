import Graphs

/// The products of Attention, a plane of queries by columns for each head of each batch, in tiles that a
/// workgroup shares: see `Families/AttentionTile.glsl`.
struct AttentionTiles {
  let queries: Int
  let columns: Int
  let heads: Int
  let depth: Int

  private static let edge = 32
  private static let localEdge = 8

  /// Whether tiles are worth it: of a few queries most of one would be empty.
  func areWorthIt(on device: DeviceTraits) -> Bool {
    device.kernels == .groups && queries >= Self.localEdge && heads <= 65_535
      && tripBound <= device.tripBudget
  }

  private var tripBound: Int { (depth / 16 + 1) * 64 }

  /// The work of `dispatch`, an invocation a product, in tiles.
  func tiled(_ dispatch: Dispatch) -> Dispatch {
    func invocations(_ extent: Int) -> Int {
      (extent + Self.edge - 1) / Self.edge * Self.localEdge
    }
    var tiled = dispatch
    tiled.defines["TILED"] = "1"
    tiled.invocations = (invocations(columns), invocations(queries), heads)
    tiled.localSize = [Self.localEdge, Self.localEdge, 1]
    tiled.tripBound = tripBound
    return tiled
  }
}
