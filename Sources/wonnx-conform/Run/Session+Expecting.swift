import Adapters
import Harness

/// What a run is held against.
struct RunExpectations {
  /// The suite's file first, then those of columns that have one.
  let sources: [ExpectationsSource]

  var joined: Expectations {
    var shared = Expectations.none
    var own: [String: Expectations] = [:]
    for source in sources {
      if let column = source.column {
        own[column.name] = source.inRun
      } else {
        shared = source.expectations
      }
    }
    return shared.with(own: own)
  }

  /// Of one file that of its text.
  var digest: String {
    sources.count == 1
      ? Digest.of(sources[0].text) : Digest.of(sources.map { Digest.of($0.text) }.joined())
  }
}

extension Session {
  /// The expectations, and the files that an update writes.
  func loadExpectations(
    _ suite: Suite, _ columns: [Column], _ places: Places
  ) throws(Failure) -> RunExpectations {
    let folders = places.folders(named: "expectations")
    var sources = [try shared(suite, folders, places)]
    var paths: [String: String] = [:]
    for foreign in columns.compactMap(\.foreign) {
      guard sources.allSatisfy({ $0.column?.name != foreign.column }),
        let source = try own(foreign, suite, folders, places)
      else { continue }
      if command.out.updateExpectations, let other = paths[source.target] {
        throw Failure(
          .usage,
          "'\(source.target)' is about both \(other) and \(foreign.column): update it with one of them."
        )
      }
      paths[source.target] = foreign.column
      sources.append(source)
    }
    return RunExpectations(sources: sources)
  }

  private static func fileName(_ suite: Suite) -> String {
    "\(Places.fileName(of: suite.release)).toml"
  }

  /// What is expected of every column that has no file of its own.
  private func shared(
    _ suite: Suite, _ folders: [String], _ places: Places
  ) throws(Failure) -> ExpectationsSource {
    let name = Self.fileName(suite)
    let path =
      command.out.expectations
      ?? folders.map { "\($0)/\(name)" }.first(where: Files.exists)
    let target =
      path.map { Files.isFolder($0) ? "\($0)/\(name)" : $0 }
      ?? "\(folders.first ?? "Conformance/expectations")/\(name)"
    return try source(path, target: target, column: nil, suite, places)
  }

  /// The file of a foreign column: one that `runtimes.toml` names; else, unless `--expectations`
  /// speaks of all, that of its adapter in the box, or that of its name.
  private func own(
    _ foreign: ForeignRequest, _ suite: Suite, _ folders: [String], _ places: Places
  ) throws(Failure) -> ExpectationsSource? {
    let column = foreign.column
    if let path = foreign.expectationsPath {
      // A file that --update-expectations is to write need not be there.
      let isThere = Files.exists(path)
      if !isThere, !command.out.updateExpectations {
        Terminal.note(
          "The expectations '\(path)' of \(column) are not there: only passes are expected.")
      }
      return try source(
        isThere ? path : nil, target: path,
        column: .init(name: column, nameInFile: column), suite, places)
    }
    // The peers' files are about onnx's suite.
    guard command.out.expectations == nil, places.isRelease(suite.release) else { return nil }
    let name = foreign.connection.boxName ?? column
    let known = folders.map { "\($0)/peers/\(name).toml" }.first(where: Files.exists)
    guard let path = known ?? folders.first.map({ "\($0)/peers/\(name).toml" }) else { return nil }
    return try source(
      known, target: path, column: .init(name: column, nameInFile: name), suite, places)
  }

  /// - Parameter path: `nil`, or a file that is still to be written, for nothing but passes.
  private func source(
    _ path: String?, target: String, column: ExpectationsSource.Column?, _ suite: Suite,
    _ places: Places
  ) throws(Failure) -> ExpectationsSource {
    var source = ExpectationsSource(
      path: places.belowPackage(target), target: target, text: "", expectations: .none,
      column: column)
    guard let path, Files.exists(path) || !command.out.updateExpectations else { return source }
    do {
      source.expectations = try Expectations.load(path)
      if !command.out.updateExpectations {
        try source.expectations.check(against: suite, path: path)
      }
    } catch { throw Failure(.usage, error.description) }
    source.text = Files.text(target) ?? ""
    return source
  }
}
