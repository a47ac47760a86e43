import Foundation
import GeneratedCases
import Graphs
import Harness
import Operators

/// The generated suite, kept where caches are for as long as this program stays what it is.
enum GeneratedSuite {
  /// What `--suite` calls it; a folder of that name is `./generated`.
  static let name = "generated"

  /// `$XDG_CACHE_HOME/wonnx-conform/generated`, or the same under `~/.cache`; a folder of the current
  /// one where there is neither.
  static var folder: String {
    let cache = Terminal.environment("XDG_CACHE_HOME").flatMap { $0.isEmpty ? nil : $0 }
    let base = cache ?? Terminal.environment("HOME").map { "\($0)/.cache" } ?? "."
    return "\(base)/wonnx-conform/generated"
  }

  /// Writes the suite where `request` names it and it is not there, or is of another program.
  static func provide(for request: String?) async throws(Failure) {
    guard request == name else { return }
    let mark = "\(folder)/made-by"
    let program = Digest.ofFile(Host.executable) ?? ""
    if Files.text(mark) == program, Files.exists("\(folder)/\(SuiteManifest.fileName)") { return }
    Terminal.note("Writing the generated suite into \(folder)")
    // Another process that writes it at the same time has a folder of its own.
    let made = "\(folder)-\(getpid())"
    let summary = try await write(OperatorCatalog.standard.all, seed: 0, into: made)
    for defect in summary.defects { Terminal.note("no case: \(defect)") }
    do {
      try Files.write(program, to: "\(made)/made-by")
      if Files.exists(folder) { try FileManager.default.removeItem(atPath: folder) }
      try Files.rename(made, to: folder)
    } catch { throw Failure(.infrastructure, "\(error)") }
  }

  static func write(
    _ types: [any Operator.Type], seed: UInt64, into folder: String
  ) async throws(Failure) -> SuiteWriting.Summary {
    let line = CountLine(terminal: .current())
    let tables = Places(nil).folders(named: name).map { "\($0)/\(Confirmations.fileName)" }
    let confirmations = tables.first(where: Files.exists).flatMap { Confirmations(path: $0) }
    let writing = SuiteWriting(
      folder: folder, seed: seed, confirmations: confirmations ?? Confirmations())
    let summary: SuiteWriting.Summary
    do {
      summary = try await writing.write(types, taskCount: Host.coreCount) { done, total in
        line.show("\(done)/\(total) cases")
      }
    } catch { throw Failure(.infrastructure, "\(error)") }
    line.finish()
    return summary
  }

  /// The operators of these names, all where there are none.
  static func operators(named names: [String]) throws(Failure) -> [any Operator.Type] {
    let all = OperatorCatalog.standard.all
    guard !names.isEmpty else { return all }
    var chosen: [any Operator.Type] = []
    for name in names {
      let found = all.filter { $0.schema.name == name || $0.schema.qualifiedName == name }
      guard !found.isEmpty else {
        let nearest = NearestNames.of(name, among: all.map { $0.schema.qualifiedName })
        throw Failure(
          .usage,
          "There is no operator '\(name)'"
            + (nearest.isEmpty ? "." : ": did you mean \(nearest.joined(separator: " or "))?"))
      }
      chosen += found
    }
    return chosen
  }
}
