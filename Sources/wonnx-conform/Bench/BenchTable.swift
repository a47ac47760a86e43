import Glibc

/// A comparison as text: the machine, a row a subject and runtime, the ratios' means.
struct BenchTable {
  let report: BenchReport
  let terminal: Terminal

  var text: String {
    var lines = [
      terminal.styled(report.host, .bold),
      "\(report.threads) thread\(report.threads == 1 ? "" : "s"), \(report.rounds) × \(report.runs) "
        + "runs after the first, \(report.build) build",
    ]
    for runtime in runtimes {
      let identity = report.results.first { $0.runtime == runtime && $0.identity != nil }?.identity
      lines.append("\(runtime): \(identity ?? "unknown")")
    }
    if report.build != "release" {
      lines.append(terminal.styled("A debug build says little about speed.", .yellow))
    }
    lines.append("")
    lines += table
    lines += report.results.compactMap { row in
      row.reason.map { reason in
        let first = reason.split(separator: "\n").first ?? ""
        return terminal.styled("\(row.subject) on \(row.runtime): \(first)", .red)
      }
    }
    lines += means
    return lines.joined(separator: "\n") + "\n"
  }

  private var runtimes: [String] {
    var names: [String] = []
    for row in report.results where !names.contains(row.runtime) { names.append(row.runtime) }
    return names
  }

  private var table: [String] {
    let hasProduct = report.results.contains { $0.product != nil }
    var rows = [
      [
        "model", "runtime", "load", "optimise", "plan", "first", "median", "least", "ratio", "peak",
      ]
    ]
    if hasProduct { rows[0].append("GFLOP/s") }
    var subject: String?
    for row in report.results {
      func time(_ value: Double?) -> String { value.map(Milliseconds.text) ?? "–" }
      rows.append(
        [
          row.subject == subject ? "" : row.subject, row.runtime, time(row.loadMilliseconds),
          time(row.optimizeMilliseconds), time(row.planMilliseconds),
          time(row.firstMilliseconds), time(row.medianMilliseconds), time(row.leastMilliseconds),
          row.ratio.map { Milliseconds.fixed($0, 2) } ?? "–",
          "\(row.peakByteCount >> 20) MiB",
        ] + (hasProduct ? [row.product ?? "–"] : []))
      subject = row.subject
    }
    return TextTable.aligned(rows, leading: 2).enumerated().map { index, line in
      index == 0 ? terminal.styled(line, .dim) : line
    } + [""]
  }

  /// The geometric mean of each runtime's ratios.
  private var means: [String] {
    runtimes.filter { $0 != Contender.base }.compactMap { runtime in
      let ratios = report.results.filter { $0.runtime == runtime }.compactMap(\.ratio)
      guard let mean = Self.geometricMean(ratios) else { return nil }
      let count = ratios.count == 1 ? "1 model" : "\(ratios.count) models"
      return "\(runtime) takes \(Milliseconds.fixed(mean, 2)) × \(Contender.base)'s time"
        + " (geometric mean over \(count))"
    }
  }

  private static func geometricMean(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    return exp(values.reduce(0) { $0 + log($1) } / Double(values.count))
  }
}

extension BenchReport.Row {
  /// Of a peer, all before the first run.
  fileprivate var loadMilliseconds: Double? {
    prepareMilliseconds.map { $0 - (optimizeMilliseconds ?? 0) - (planMilliseconds ?? 0) }
  }

  /// GFLOP/s of a matrix product.
  fileprivate var product: String? {
    guard subject.hasPrefix("MatMul "), let median = medianMilliseconds,
      let size = Double(subject.dropFirst("MatMul ".count).dropLast())
    else { return nil }
    return Milliseconds.fixed(2 * size * size * size / median / 1e6, 1)
  }
}
