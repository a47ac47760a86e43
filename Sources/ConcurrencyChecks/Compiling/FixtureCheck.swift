import Harness

/// The compiler refuses each way to misuse our modules with the diagnostic that says so, and takes
/// the right way to do the same.
package struct FixtureCheck: ConcurrencyCheck {
  package let name = "fixtures"
  package let claim =
    "The compiler refuses each misuse of our modules, with the diagnostic that says why, and takes "
    + "the right way to do the same."

  private let folder: String?

  /// - Parameter folder: the fixtures' folder; by default the package's.
  package init(folder: String? = nil) { self.folder = folder }

  package func show(in surroundings: Surroundings) async throws(CheckFailure) -> Showing {
    let fixtures = try Self.fixtures(in: folder ?? "\(surroundings.fixtures)/fixtures")
    let compiler = try Compiler(surroundings, try await Manifest.read(surroundings))
    try await control(fixtures, compiler)
    var defects: [String] = []
    var details: [String] = []
    for fixture in fixtures where fixture.name != Fixture.control {
      let run = try await compiler.compile([fixture.path], module: "Fixture", to: .everything)
      let found = fixture.defects(of: run.diagnostics, succeeded: run.isSuccess)
      defects += found
      details.append("\(fixture.name): \(found.isEmpty ? fixture.verdict : "not as annotated")")
    }
    guard defects.isEmpty else {
      throw .broken("The compiler says other things than the fixtures expect.", details: defects)
    }
    let refused = fixtures.count(where: \.isMisuse)
    return Showing(
      "\(refused) misuses refused, \(fixtures.count - refused - 1) right ways accepted",
      details: details)
  }

  /// The control uses our modules and must compile, or else nothing that fails means anything.
  private func control(
    _ fixtures: [Fixture], _ compiler: Compiler
  ) async throws(CheckFailure) {
    guard let control = fixtures.first(where: { $0.name == Fixture.control }),
      control.expectations.isEmpty
    else { throw .broken("There is no fixture '\(Fixture.control)' that must compile.") }
    let run = try await compiler.compile([control.path], module: "Fixture", to: .everything)
    guard run.isSuccess else {
      throw .unavailable(
        "The control does not compile, so no refusal would mean anything: "
          + run.tail(6).joined(separator: "\n"))
    }
  }

  package static func fixtures(in folder: String) throws(CheckFailure) -> [Fixture] {
    var fixtures: [Fixture] = []
    for name in Files.names(in: folder) where name.hasSuffix(".swift") {
      fixtures.append(try Fixture(path: "\(folder)/\(name)"))
    }
    guard fixtures.contains(where: \.isMisuse) else {
      throw .broken("'\(folder)' has no fixture that must be refused.")
    }
    return fixtures
  }
}

extension Fixture {
  fileprivate var verdict: String {
    guard let first = expectations.first else { return "compiles" }
    let more = expectations.count > 1 ? " and \(expectations.count - 1) more" : ""
    return "refused: \(first.text)\(more)"
  }
}
