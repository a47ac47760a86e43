import Harness

/// Holds where a run's nodes ran against the committed table of its device. Graphs as the suite has
/// them count, not what the optimizer makes of them.
struct PlacementCheck {
  let table: PlacementTable
  private let device: String
  private let golden: String?

  /// One a device of the run.
  static func all(_ report: RunReport, _ places: Places) -> [PlacementCheck] {
    report.identity.runtimes.compactMap { PlacementCheck(report, $0, places) }
  }

  private init?(_ report: RunReport, _ runtime: RunIdentity.Runtime, _ places: Places) {
    table = PlacementTable(report.records.filter { $0.runtime == runtime.name })
    guard runtime.device != nil, runtime.profile == nil, !runtime.name.contains("+"),
      let device = runtime.identity.split(whereSeparator: { $0 == " " || $0 == "," }).first,
      !table.kinds.isEmpty
    else { return nil }
    self.device = device.lowercased()
    let name = "\(device.lowercased()).tsv"
    // The tables are about onnx's suite; in other models the same operator may compute a shape.
    golden =
      places.isRelease(report.identity.suite)
      ? places.folders(named: "placement").map { "\($0)/\(name)" }.first(where: Files.exists) : nil
  }

  /// Says what changed; whether nothing that ran on the device runs on the host.
  ///
  /// Devices differ in what they can do: each has a table of its own, or none.
  func run(_ terminal: Terminal) throws(Failure) -> Bool {
    guard let golden else { return true }
    let changes: PlacementTable.Changes
    do throws(PlacementTableError) {
      let text: String
      do throws(SystemError) { text = try Files.read(golden) } catch {
        throw PlacementTableError.unreadable(path: golden, reason: error.description)
      }
      changes = try PlacementTable(parsing: text, path: golden).changes(in: table)
    } catch { throw Failure(.usage, error.description) }
    say("Left the device", changes.lost, .red, terminal)
    say("Came to the device", changes.gained, .yellow, terminal)
    say("Not in \(device).tsv", changes.new, .dim, terminal)
    return changes.lost.isEmpty
  }

  func write(to path: String, suite: String) throws(Failure) {
    let origin =
      "Written by wonnx-conform --placement: where operators of \(suite) run on \(device)."
    do { try Files.write(table.text(origin: origin), to: path) } catch {
      throw Failure(.infrastructure, "\(error).")
    }
    Terminal.note("Placement: \(path)")
  }

  private func say(
    _ title: String, _ kinds: [PlacementKind], _ style: Terminal.Style, _ terminal: Terminal
  ) {
    guard !kinds.isEmpty else { return }
    let limit = 20
    var lines = [terminal.styled("\(title) (\(kinds.count))", style)]
    lines += kinds.prefix(limit).map { kind in
      "  \(kind.operation)-\(kind.opset) \(kind.dtype): \(kind.place)"
    }
    if kinds.count > limit { lines.append("  and \(kinds.count - limit) more") }
    Terminal.write(lines.joined(separator: "\n") + "\n", to: 1)
  }
}
