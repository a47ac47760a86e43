/// What ran, on what: the first line of `results.jsonl`.
package struct RunIdentity: Sendable, Codable, Hashable {
  /// The run's name: when it began and a few random digits, so that names sort by time.
  package var id: String
  package var program: Program
  package var suite: String
  package var stamp: String?
  /// Cases that the suite has.
  package var suiteCount: Int
  /// Cases that were chosen, over all parts of the run.
  package var selectedCount: Int
  package var runtimes: [Runtime]
  package var host: String
  package var isolation: String
  package var command: String
  /// What the command says instead of the suite's tolerances; `nil` where it says nothing.
  package var tolerance: ToleranceRequest?
  /// Those of the command's options that running one case again takes too.
  package var options: String?
  /// When the run began, in UTC.
  package var runAt: String
  /// Over all parts, the machines' times summed.
  package var seconds: Double
  package var digests: Digests
  package var git: GitState?
  /// The parts that this record is made of; empty for a run in one piece.
  package var parts: [Part]

  package init(
    id: String = "", program: Program = Program(name: ""), suite: String = "",
    stamp: String? = nil, suiteCount: Int = 0, selectedCount: Int = 0, runtimes: [Runtime] = [],
    host: String = "", isolation: String = "", command: String = "", options: String? = nil,
    runAt: String = "",
    seconds: Double = 0, digests: Digests = Digests(), git: GitState? = nil, parts: [Part] = []
  ) {
    self.id = id
    self.program = program
    self.suite = suite
    self.stamp = stamp
    self.suiteCount = suiteCount
    self.selectedCount = selectedCount
    self.runtimes = runtimes
    self.host = host
    self.isolation = isolation
    self.command = command
    self.options = options
    self.runAt = runAt
    self.seconds = seconds
    self.digests = digests
    self.git = git
    self.parts = parts
  }

  /// Whether every case of the suite was chosen.
  package var isWholeSuite: Bool { selectedCount == suiteCount }

  package struct Runtime: Sendable, Codable, Hashable {
    package var name: String
    package var identity: String
    /// The Vulkan device and its driver, or the like; `nil` for a runtime without a device.
    package var device: String?
    package var driver: String?
    /// What `--runtime` takes for it, where that is not its name.
    package var request: String?
    /// What says, for a differing element, what another implementation gives.
    package var reference: String?
    /// Of a foreign runtime.
    package var profile: RuntimeProfile?

    package init(
      name: String, identity: String, device: String? = nil, driver: String? = nil,
      request: String? = nil, reference: String? = nil, profile: RuntimeProfile? = nil
    ) {
      self.name = name
      self.identity = identity
      self.device = device
      self.driver = driver
      self.request = request
      self.reference = reference
      self.profile = profile
    }
  }

  /// The program that ran.
  package struct Program: Sendable, Codable, Hashable {
    /// Name and version, such as `wonnx-conform 0.1`.
    package var name: String
    /// `release` or `debug`.
    package var build: String
    /// What compiled it, such as `Swift 6.3.1`.
    package var compiler: String
    /// The executable's SHA-256.
    package var digest: String

    package init(name: String, build: String = "", compiler: String = "", digest: String = "") {
      self.name = name
      self.build = build
      self.compiler = compiler
      self.digest = digest
    }
  }

  /// SHA-256 of what decides a run's results, beside the program.
  package struct Digests: Sendable, Codable, Hashable {
    /// Of every case's digest, whether chosen or not.
    package var corpus: String
    /// Of the chosen cases' ids, before a part was taken.
    package var selection: String
    package var expectations: String
    /// Of the runtimes' names and identities: devices, drivers, precision.
    package var devices: String

    package init(
      corpus: String = "", selection: String = "", expectations: String = "", devices: String = ""
    ) {
      self.corpus = corpus
      self.selection = selection
      self.expectations = expectations
      self.devices = devices
    }
  }

  /// One of several runs that share the cases among them.
  package struct Part: Sendable, Codable, Hashable, Comparable {
    package var shard: Shard
    /// The digest of the durations that balance the parts; `nil` where ids do.
    package var durations: String?
    /// The part's own run.
    package var id: String
    package var host: String
    package var runAt: String
    /// `nil` while the part runs, and of one that was killed.
    package var end: RunEnd?

    package init(
      shard: Shard, durations: String?, id: String, host: String, runAt: String,
      end: RunEnd? = nil
    ) {
      self.shard = shard
      self.durations = durations
      self.id = id
      self.host = host
      self.runAt = runAt
      self.end = end
    }

    package static func < (a: Self, b: Self) -> Bool {
      (a.shard.count, a.shard.index, a.id) < (b.shard.count, b.shard.index, b.id)
    }
  }
}

/// The sources that a program was built from, as far as the checkout around it tells.
package struct GitState: Sendable, Codable, Hashable {
  package var commit: String
  /// Whether tracked files differ from the commit.
  package var isDirty: Bool
  /// Whether sources are newer than the program, which then is of an older state.
  package var isNewerThanProgram: Bool

  package init(commit: String, isDirty: Bool, isNewerThanProgram: Bool) {
    self.commit = commit
    self.isDirty = isDirty
    self.isNewerThanProgram = isNewerThanProgram
  }

  /// Whether the commit says all about the program's sources.
  package var isExact: Bool { !isDirty && !isNewerThanProgram }

  /// `1a2b3c4d5e6f, with changes, older than the sources`.
  package var description: String {
    String(commit.prefix(12)) + (isDirty ? ", with changes" : "")
      + (isNewerThanProgram ? ", built before the newest of them" : "")
  }
}

/// Why a run ended before its last case.
package enum RunStop: String, Sendable, Codable, Hashable {
  case interrupted
  case failFast = "fail-fast"
  case infrastructure
}
