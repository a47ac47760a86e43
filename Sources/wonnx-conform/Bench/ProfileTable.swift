import Runtimes

/// What a model's nodes took: a row a node, what takes longest first.
struct ProfileTable {
  let subject: String
  let times: [NodeTime]
  /// `nil` where nothing has measured them, which leaves out the shares of them.
  let limits: DeviceLimits?

  /// What the shares are of.
  static func text(_ limits: DeviceLimits?) -> String {
    guard let limits else { return "The device does not tell time: its limits are unknown.\n" }
    return "At most, measured: \(fixed(limits.byteRate)) GB/s read and written, "
      + "\(fixed(limits.multiplyAddRate)) · 10⁹ float multiply-adds a second.\n"
  }

  var text: String {
    // What a body takes is in its node's time too.
    let sum = times.reduce(0) { $0 + ($1.depth == 0 ? $1.nanoseconds : 0) }
    var rows = [["node", "operator", "µs", "of all", "GB/s"]]
    if limits != nil { rows[0] += ["of limit", "Gmad/s", "of limit"] }
    for time in times.sorted(by: { $0.nanoseconds > $1.nanoseconds }) {
      var row = [
        String(repeating: "  ", count: time.depth) + time.node, time.operation,
        Milliseconds.fixed(time.nanoseconds / 1000, 1), Self.percent(time.nanoseconds, of: sum),
        Self.fixed(time.byteRate),
      ]
      if let limits {
        row += [
          Self.percent(time.byteRate, of: limits.byteRate),
          time.multiplyAddRate.map(Self.fixed) ?? "–",
          time.multiplyAddRate.map { Self.percent($0, of: limits.multiplyAddRate) } ?? "–",
        ]
      }
      rows.append(row)
    }
    return "\(subject): \(times.count) nodes, \(Milliseconds.text(sum / 1e6)) one after the other\n"
      + TextTable.aligned(rows, leading: 2).joined(separator: "\n") + "\n\n"
  }

  private static func fixed(_ rate: Double) -> String {
    Milliseconds.fixed(rate, rate < 100 ? 1 : 0)
  }

  private static func percent(_ part: Double, of whole: Double?) -> String {
    guard let whole, whole > 0 else { return "?" }
    return Milliseconds.fixed(part / whole * 100, 1) + " %"
  }
}
