/// A file of expectations as it was when the run began.
package struct ExpectationsSource: Sendable {
  /// As a patch names it: below the repository's root.
  package var path: String
  /// Where an update writes it.
  package var target: String
  package var text: String
  package var expectations: Expectations
  /// The one column that the file is about; `nil` for the file about all that have none.
  package var column: Column?

  /// A column, and what its file calls it.
  package struct Column: Sendable, Equatable {
    package var name: String
    package var nameInFile: String

    package init(name: String, nameInFile: String) {
      self.name = name
      self.nameInFile = nameInFile
    }
  }

  package init(
    path: String, target: String = "", text: String, expectations: Expectations,
    column: Column? = nil
  ) {
    self.path = path
    self.target = target
    self.text = text
    self.expectations = expectations
    self.column = column
  }

  /// What the file says, under the name that its column has in the run.
  package var inRun: Expectations {
    guard let column else { return expectations }
    return Expectations(
      expectations.all.map { entry in
        entry.renamed { Self.renamed($0, from: column.nameInFile, to: column.name) }
      })
  }

  /// The records that the file is about, under the names that it uses.
  fileprivate func records(of records: [CaseRecord], others: Set<String>) -> [CaseRecord] {
    guard let column else {
      return records.filter { !others.contains(Runtimes.base(of: $0.runtime)) }
    }
    return records.filter { Runtimes.base(of: $0.runtime) == column.name }.map { record in
      var record = record
      record.runtime = Self.renamed(record.runtime, from: column.name, to: column.nameInFile)
      return record
    }
  }

  private static func renamed(_ runtime: String, from old: String, to new: String) -> String {
    Runtimes.base(of: runtime) == old ? new + runtime.dropFirst(old.count) : runtime
  }
}

extension RunReport {
  /// What each file of expectations would have to say for the run to be as expected.
  ///
  /// - Parameter ids: every id of the suite; `nil` where the run knows only some.
  package func expectationEdits(
    ids: Set<String>?
  ) throws(ExpectationError) -> [(source: ExpectationsSource, edit: ExpectationEdit)] {
    let columns = Set(context.expectations.compactMap(\.column?.name))
    var edits: [(ExpectationsSource, ExpectationEdit)] = []
    for source in context.expectations {
      let records = source.records(of: records, others: columns)
      guard !records.isEmpty else { continue }
      edits.append((source, try ExpectationEdit(records, of: source, ids: ids)))
    }
    return edits
  }
}
