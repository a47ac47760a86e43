internal import Glibc
internal import Tensors

/// Which cases of a runtime became slower or faster, beyond the noise that the two runs show.
///
/// Every case that passed in both runs is a measurement of the machine too. The ratios' median says
/// how much slower the machine was as a whole. What noise is, the spread of those says that take
/// about as long: 1.4826 times the median absolute deviation of their ratios' logarithms, or the
/// repetitions' own spread where that is more.
/// A case counts when it lies more than ``deviationLimit`` of that from the median, its ratio is at
/// least ``ratioLimit``, the difference is worth the name, and no repetition of one run reaches into
/// those of the other.
struct SpeedComparison {
  let entries: [RunDiff.Entry]

  static let deviationLimit = 6.0
  static let ratioLimit = 1.25
  /// Seconds by which a case has to differ: one repetition alone, of the run that seems slower, may
  /// have met a busy moment.
  static let differenceLimits = (single: 0.1, repeated: 0.002)
  /// Fewer cases than this say nothing about noise, which then is taken to be large.
  static let sampleLimit = 20
  static let assumedNoise = 0.15
  static let leastNoise = 0.02
  /// Cases on each side, by time, that a case's noise is taken from.
  static let neighbourCount = 25

  /// `nil` where the runs were made by other machines, devices or kinds of build.
  init?(_ before: RunRecord, _ after: RunRecord, runtime: String) {
    let (a, b) = (before.identity, after.identity)
    guard a.host == b.host, a.program.build == b.program.build,
      a.runtimes.first(where: { $0.name == runtime })?.identity
        == b.runtimes.first(where: { $0.name == runtime })?.identity
    else { return nil }
    let earlier = Dictionary(
      before.results.filter { $0.runtime == runtime }.map { ($0.case, $0) },
      uniquingKeysWith: { $1 })
    let pairs = after.results.filter { $0.runtime == runtime }
      .compactMap { record in earlier[record.case].flatMap { TimedPair($0, record) } }
      .sorted { $0.time < $1.time }
    let logarithms = pairs.map { Glibc.log($0.ratio) }
    // With few cases a change of one of them would move the median along.
    let isFew = pairs.count < Self.sampleLimit
    let middle = isFew ? 0 : Self.median(logarithms) ?? 0
    entries = pairs.indices.compactMap { index in
      let near = logarithms[
        max(0, index - Self.neighbourCount)..<min(pairs.count, index + Self.neighbourCount + 1)]
      let spread = 1.4826 * (Self.median(near.map { ($0 - middle).magnitude }) ?? 0)
      let noise = max(spread, isFew ? Self.assumedNoise : Self.leastNoise, pairs[index].ownNoise)
      return pairs[index].entry(distance: logarithms[index] - middle, noise: noise)
    }
  }

  private static func median(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.sorted()[values.count / 2]
  }
}

/// The times of a case in two runs.
private struct TimedPair {
  let before: CaseRecord
  let after: CaseRecord
  let times: (before: [Double], after: [Double])

  /// `nil` where the case did not pass in both runs, or its files changed.
  init?(_ before: CaseRecord, _ after: CaseRecord) {
    guard before.status == .pass, after.status == .pass, !before.isFlake, !after.isFlake,
      before.digest == after.digest || before.digest == nil || after.digest == nil
    else { return nil }
    self.before = before
    self.after = after
    // The first run of a prepared graph may plan and compile; where both runs have repetitions, they
    // are what counts.
    let replays = (before.durations.replays.seconds, after.durations.replays.seconds)
    times =
      !replays.0.isEmpty && !replays.1.isEmpty
      ? replays
      : ([before.durations.run], [after.durations.run])
    guard least(times.before) > 0, least(times.after) > 0 else { return nil }
  }

  /// Seconds in the earlier run.
  var time: Double { least(times.before) }
  var ratio: Double { least(times.after) / least(times.before) }

  /// How far the repetitions of one run lie apart, as a logarithm.
  var ownNoise: Double {
    max(spread(times.before), spread(times.after))
  }

  func entry(distance: Double, noise: Double) -> RunDiff.Entry? {
    let (a, b) = (time, least(times.after))
    let isRepeated = (distance > 0 ? times.after.count : times.before.count) >= 3
    let limits = SpeedComparison.differenceLimits
    let apart =
      distance > 0 ? b > (times.before.max() ?? 0) : a > (times.after.max() ?? 0)
    guard apart, (a - b).magnitude >= (isRepeated ? limits.repeated : limits.single),
      max(ratio, 1 / ratio) >= SpeedComparison.ratioLimit,
      distance.magnitude >= SpeedComparison.deviationLimit * noise
    else { return nil }
    var entry = RunDiff.Entry(
      distance > 0 ? .slower : .faster, distance > 0 ? .worse : .better, after.case,
      runtime: after.runtime, before: before.status.description, after: after.status.description,
      reason: "\(milliseconds(a)) before, \(milliseconds(b)) after")
    entry.ratio = (ratio * 100).rounded() / 100
    entry.deviations = (distance.magnitude / noise * 10).rounded() / 10
    return entry
  }

  private func least(_ values: [Double]) -> Double { values.min() ?? 0 }

  private func spread(_ values: [Double]) -> Double {
    guard let most = values.max(), least(values) > 0, values.count > 1 else { return 0 }
    return Glibc.log(most / least(values)) / 2
  }

  private func milliseconds(_ seconds: Double) -> String {
    let value = seconds * 1000
    return value >= 100
      ? "\(Int(saturating: value.rounded())) ms" : "\((value * 100).rounded() / 100) ms"
  }
}
