package import Runtimes
import Harness

/// A run's nodes as Chrome's trace format, which chrome://tracing and Perfetto show.
///
/// - Source: "Trace Event Format", complete events (`ph` X), times in microseconds.
package struct TraceFile: Sendable, Codable, Equatable {
  package struct Event: Sendable, Codable, Equatable {
    let name: String
    let cat: String
    /// `X`, a complete event, or `M`, the name of a process.
    let ph: String
    let pid: Int
    let tid: Int
    let ts: Double?
    let dur: Double?
    let args: Arguments
  }

  package struct Arguments: Sendable, Codable, Equatable {
    var name: String?
    var bytes: Int?
  }

  let displayTimeUnit: String
  package let traceEvents: [Event]

  /// - Parameter runs: by runtime. What has no beginning is laid one after the other.
  package init(_ runs: [(runtime: String, times: [NodeTime])]) {
    displayTimeUnit = "ns"
    traceEvents = runs.enumerated().flatMap { place, run in
      var end = 0.0
      let name = Event(
        name: "process_name", cat: "__metadata", ph: "M", pid: place + 1, tid: 1, ts: nil, dur: nil,
        args: Arguments(name: run.runtime))
      return [name]
        + run.times.map { time in
          let start = time.start ?? end
          end = start + time.nanoseconds
          return Event(
            name: time.node.isEmpty ? time.operation : time.node, cat: time.operation, ph: "X",
            pid: place + 1, tid: 1, ts: start / 1000, dur: time.nanoseconds / 1000,
            args: Arguments(bytes: time.byteCount))
        }
    }
  }

  package var text: String { get throws { try JSONLine.encode(self) + "\n" } }
}
