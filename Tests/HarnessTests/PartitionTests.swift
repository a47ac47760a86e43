import Testing

@testable import Harness

@Suite("Parts of a run") struct PartitionTests {
  static let cases = (0..<100).map { SuiteCase.test("node/test_\($0)") }

  @Test("every case has one part, on every machine the same", arguments: [1, 3, 8, 200])
  func total(count: Int) {
    let parts = Partition(count: count).parts(of: Self.cases)
    #expect(parts.count == 100 && parts.values.allSatisfy { (1...count).contains($0) })
    let some = Partition(count: count).parts(of: Array(Self.cases.suffix(10)))
    #expect(some.allSatisfy { parts[$0.key] == $0.value }, "a case keeps its part")
  }

  @Test("ids spread evenly enough")
  func spread() {
    let parts = Partition(count: 4).parts(of: Self.cases)
    for part in 1...4 { #expect((10...40).contains(parts.values.count { $0 == part })) }
  }

  /// Longest first to the least loaded: 8 → 1, 7 → 2, 6 → 2 would make 13, so 6 → 2 only after 1 has
  /// 8 and 2 has 7: then 5 → 1 (13 each), 4 → 1.
  @Test("durations balance the parts")
  func durations() {
    let cases = [8, 7, 6, 5, 4].map { SuiteCase.test("node/test_\($0)") }
    let seconds = Dictionary(
      uniqueKeysWithValues: zip(cases.map(\.id), [8.0, 7, 6, 5, 4]))
    let parts = Partition(count: 2, durations: seconds).parts(of: cases)
    #expect(cases.map { parts[$0.id] } == [1, 2, 2, 1, 1])
  }

  @Test("a case that nobody timed counts as the middle one")
  func untimed() {
    let cases = ["a", "b", "c", "new"].map { SuiteCase.test("node/\($0)") }
    let seconds = Dictionary(uniqueKeysWithValues: zip(cases.map(\.id), [10.0, 2, 1]))
    let parts = Partition(count: 2, durations: seconds).parts(of: cases)
    #expect(parts[CaseID(kind: "node", name: "a")] == 1)
    #expect(parts[CaseID(kind: "node", name: "new")] == 2)
  }

  @Test("a part is written as one of so many")
  func text() {
    #expect(Shard("2/8")?.description == "2/8")
    for text in ["0/3", "4/3", "1", "a/b", "1/2/3", "/", "1/-2", ""] { #expect(Shard(text) == nil) }
  }
}

@Suite("Parts that an engine asks for") struct ShardEnvironmentTests {
  private func shard(_ variables: [String: String]) throws(ShardEnvironmentError)
    -> ShardEnvironment
  {
    try ShardEnvironment { variables[$0] }
  }

  /// `--array=4-10:2` is the tasks 4, 6, 8, 10.
  @Test("of a Slurm array, wherever it begins and however it steps")
  func slurm() throws {
    let array = [
      "SLURM_ARRAY_TASK_COUNT": "4", "SLURM_ARRAY_TASK_MIN": "4", "SLURM_ARRAY_TASK_MAX": "10",
      "SLURM_ARRAY_TASK_STEP": "2",
    ]
    for (id, expected) in [("4", "1/4"), ("6", "2/4"), ("10", "4/4")] {
      let found = try shard(array.merging(["SLURM_ARRAY_TASK_ID": id]) { $1 })
      #expect(found.shard.description == expected && found.source == "SLURM_ARRAY_TASK_ID")
    }
  }

  @Test("of a Slurm array with gaps there is none: a part would be lost")
  func gaps() {
    #expect(throws: ShardEnvironmentError.unevenArray(count: 3, least: 1, most: 7, step: 1)) {
      try shard([
        "SLURM_ARRAY_TASK_ID": "1", "SLURM_ARRAY_TASK_COUNT": "3", "SLURM_ARRAY_TASK_MIN": "1",
        "SLURM_ARRAY_TASK_MAX": "7", "SLURM_ARRAY_TASK_STEP": "1",
      ])
    }
  }

  @Test("GitLab counts from 1, Bazel from 0 and wants its file touched")
  func others() throws {
    #expect(
      try shard(["CI_NODE_INDEX": "3", "CI_NODE_TOTAL": "5"]).shard.description == "3/5")
    let bazel = try shard([
      "TEST_SHARD_INDEX": "0", "TEST_TOTAL_SHARDS": "5", "TEST_SHARD_STATUS_FILE": "/some/file",
    ])
    #expect(bazel.shard.description == "1/5" && bazel.statusFile == "/some/file")
  }

  @Test("says which variable is missing, no number, or outside")
  func errors() {
    #expect(throws: ShardEnvironmentError.none) { try shard([:]) }
    #expect(throws: ShardEnvironmentError.missing("CI_NODE_INDEX")) {
      try shard(["CI_NODE_TOTAL": "5"])
    }
    #expect(throws: ShardEnvironmentError.noNumber("CI_NODE_INDEX", "x")) {
      try shard(["CI_NODE_INDEX": "x", "CI_NODE_TOTAL": "5"])
    }
    #expect(throws: ShardEnvironmentError.outside("TEST_SHARD_INDEX", index: 6, count: 5)) {
      try shard(["TEST_SHARD_INDEX": "5", "TEST_TOTAL_SHARDS": "5"])
    }
  }
}
