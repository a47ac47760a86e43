/// The part of a run that the variables of an engine ask for.
///
/// - Slurm arrays: `SLURM_ARRAY_TASK_ID`, `_MIN`, `_STEP`, `_COUNT` and `_MAX`; the array may begin
///   anywhere and have any step.
/// - GitLab `parallel`: `CI_NODE_INDEX`, from 1, and `CI_NODE_TOTAL`.
/// - Bazel: `TEST_SHARD_INDEX`, from 0, and `TEST_TOTAL_SHARDS`; `TEST_SHARD_STATUS_FILE` has to be
///   touched by a test that heeds them.
package struct ShardEnvironment: Sendable, Equatable {
  package let shard: Shard
  /// The variable that says it.
  package let source: String
  package let statusFile: String?

  /// - Parameter variable: a variable's value; `nil` where it is not set.
  package init(_ variable: (String) -> String?) throws(ShardEnvironmentError) {
    func number(_ name: String) throws(ShardEnvironmentError) -> Int {
      guard let text = variable(name) else { throw .missing(name) }
      guard let number = Int(text), number.magnitude <= 1 << 40 else { throw .noNumber(name, text) }
      return number
    }
    func shard(_ index: Int, _ count: Int, _ source: String) throws(ShardEnvironmentError) -> Shard
    {
      guard let shard = Shard(index: index, count: count) else {
        throw .outside(source, index: index, count: count)
      }
      return shard
    }
    if variable("TEST_TOTAL_SHARDS") != nil {
      source = "TEST_SHARD_INDEX"
      self.shard = try shard(number(source) + 1, number("TEST_TOTAL_SHARDS"), source)
      statusFile = variable("TEST_SHARD_STATUS_FILE")
    } else if variable("SLURM_ARRAY_TASK_ID") != nil {
      source = "SLURM_ARRAY_TASK_ID"
      let count = try number("SLURM_ARRAY_TASK_COUNT")
      let least = try number("SLURM_ARRAY_TASK_MIN")
      let most = try number("SLURM_ARRAY_TASK_MAX")
      let step = try variable("SLURM_ARRAY_TASK_STEP") == nil ? 1 : number("SLURM_ARRAY_TASK_STEP")
      let id = try number(source)
      guard step > 0, most >= least, (most - least) / step + 1 == count,
        (id - least) % step == 0
      else { throw .unevenArray(count: count, least: least, most: most, step: step) }
      self.shard = try shard((id - least) / step + 1, count, source)
      statusFile = nil
    } else if variable("CI_NODE_TOTAL") != nil {
      source = "CI_NODE_INDEX"
      self.shard = try shard(number(source), number("CI_NODE_TOTAL"), source)
      statusFile = nil
    } else {
      throw .none
    }
  }
}

/// Why the environment names no part.
package enum ShardEnvironmentError: Error, Sendable, Equatable, CustomStringConvertible {
  case none
  case missing(String)
  case noNumber(String, String)
  case outside(String, index: Int, count: Int)
  case unevenArray(count: Int, least: Int, most: Int, step: Int)

  package var description: String {
    switch self {
    case .none:
      "--shard auto takes the part from SLURM_ARRAY_TASK_ID, CI_NODE_INDEX or TEST_SHARD_INDEX, and "
        + "none of them is set. --shard 2/8 says it outright."
    case .missing(let name): "--shard auto needs \(name), which is not set."
    case .noNumber(let name, let text): "\(name) is '\(text)', expected a number that counts parts."
    case .outside(let name, let index, let count):
      "\(name) says part \(index) of \(count): there is no such part."
    case .unevenArray(let count, let least, let most, let step):
      "A Slurm array of \(count) tasks from \(least) to \(most) by \(step) has gaps, so parts would "
        + "be lost: use a range such as 1-8."
    }
  }
}
