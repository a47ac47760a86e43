import Graphs
import VulkanRuntime

/// A finished tuning: what `--json` writes, and its table.
struct TuneReport: Codable, Sendable {
  var schema = 1
  let device: String
  let rounds: Int
  let sites: [Row]

  struct Row: Codable, Sendable {
    let site: String
    let nodeCount: Int
    /// Microseconds of a run over all of these nodes, by kernel, in the table's order.
    let alternatives: [Alternative]
    let taken: String
    /// The table's time over that of the kernel taken.
    let gain: Double
  }

  struct Alternative: Codable, Sendable {
    let kernel: String
    let microseconds: Double
  }

  init(device: String, rounds: Int, trials: [KernelTrial]) {
    self.device = device
    self.rounds = rounds
    sites = trials.map { trial in
      let best = trial.nanoseconds[trial.best]
      return Row(
        site: trial.site.description, nodeCount: trial.nodeCount,
        alternatives: zip(trial.alternatives, trial.nanoseconds).map {
          Alternative(kernel: $0, microseconds: $1 / 1000)
        }, taken: trial.alternatives[trial.best],
        gain: best > 0 ? trial.nanoseconds[0] / best : 1)
    }
  }

  var text: String {
    guard !sites.isEmpty else { return "\(device)\nNo node has more than one kernel here.\n" }
    let rows = sites.map { row in
      let times = row.alternatives
      let best = times.first { $0.kernel == row.taken }?.microseconds ?? 0
      return [
        row.site, row.taken, "\(row.nodeCount)", "\(times.count)",
        Milliseconds.text(times[0].microseconds / 1000), Milliseconds.text(best / 1000),
        Milliseconds.fixed(row.gain, 2),
      ]
    }
    let heading = ["site", "taken", "nodes", "kernels", "table", "best", "gain"]
    return ([device] + TextTable.aligned([heading] + rows, leading: 2)).joined(separator: "\n")
      + "\n"
  }
}
