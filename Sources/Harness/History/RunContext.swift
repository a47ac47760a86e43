/// What earlier runs, the standard and the expectations add to a run's numbers.
package struct RunContext: Sendable {
  /// Since the whole run before this one.
  package var sinceLast: RunDiff?
  /// Since the last accepted run, or the one that was named; `nil` where that is the run before.
  package var sinceBaseline: RunDiff?
  package var trail = Trail()
  package var coverage: Coverage?
  /// The expectations that the run was held against, a file each.
  package var expectations: [ExpectationsSource] = []
  /// What the shell is told, and why, where it is not what the expectations say.
  package var exit: Exit?
  /// What a person should know of how the run went, a sentence each.
  package var notes: [String] = []

  package init() {}

  package struct Exit: Sendable, Equatable {
    package var status: ExitStatus
    package var reason: String

    package init(status: ExitStatus, reason: String) {
      self.status = status
      self.reason = reason
    }
  }
}

/// How much of the standard a run's passes cover.
package struct Coverage: Sendable, Codable, Equatable {
  package struct Share: Sendable, Codable, Equatable {
    package var covered: Int
    package var total: Int

    package init(covered: Int, total: Int) {
      self.covered = covered
      self.total = total
    }
  }

  /// One runtime's share.
  package struct Column: Sendable, Codable, Equatable {
    package var runtime: String
    package var operators: Share
    /// Operators' versions: one a change of meaning or types.
    package var revisions: Share
    /// Operator × element type of the first input and output.
    package var cells: Share
    /// Element types of inputs and outputs.
    package var types: Share
    package var missing: Missing

    package init(
      runtime: String, operators: Share, revisions: Share, cells: Share, types: Share,
      missing: Missing = Missing()
    ) {
      self.runtime = runtime
      self.operators = operators
      self.revisions = revisions
      self.cells = cells
      self.types = types
      self.missing = missing
    }
  }

  /// What no passing case covers; sorted.
  package struct Missing: Sendable, Codable, Equatable {
    package var operators: [String]
    /// As `Add-6`, of operators that are covered at all.
    package var revisions: [String]
    package var types: [String]

    package init(operators: [String] = [], revisions: [String] = [], types: [String] = []) {
      self.operators = operators
      self.revisions = revisions
      self.types = types
    }
  }

  package var standard: String
  package var columns: [Column]

  package init(standard: String, columns: [Column]) {
    self.standard = standard
    self.columns = columns
  }
}
