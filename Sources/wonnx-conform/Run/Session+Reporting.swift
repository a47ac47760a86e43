import Harness
import Reports

/// The formats that `--report` names.
struct ReportChoice {
  let formats: [any ReportFormat.Type]

  init(_ text: String) throws(Failure) {
    switch text {
    case "none": formats = []
    case "":
      throw Failure(
        .usage,
        "--report names no report; there are \(ReportFormats.names.joined(separator: ", ")), all and "
          + "none.")
    case "all": formats = ReportFormats.kinds
    default:
      var formats: [any ReportFormat.Type] = []
      for name in text.split(separator: ",") {
        guard let format = ReportFormats.format(String(name)) else {
          throw Failure(
            .usage,
            "There is no report '\(name)'; there are "
              + ReportFormats.names.joined(separator: ", ") + ", all and none.")
        }
        formats.append(format)
      }
      self.formats = formats
    }
  }
}

extension Session {
  /// What `wonnx-conform concurrency` left in the reports' folder, where it is of the same sources.
  func concurrency(_ git: GitState?) -> ConcurrencyReport? {
    left("concurrency", as: ConcurrencyReport.self, of: git) { $0.git }
  }

  /// What `wonnx-conform bits` left in the reports' folder, where it is of the same sources and suite.
  func bits(_ identity: RunIdentity) -> BitsReport? {
    left("bits", as: BitsReport.self, of: identity.git, from: { $0.git })
      .flatMap { ofSuite(identity, "bits", $0, $0.suite) }
  }

  /// The same of what `wonnx-conform mutate --json` left there as mutation.json.
  func mutation(_ identity: RunIdentity) -> MutationReport? {
    left("mutation", as: MutationReport.self, by: "mutate", of: identity.git, from: { $0.git })
      .flatMap { ofSuite(identity, "mutation", $0, $0.suite) }
  }

  private func ofSuite<Report>(
    _ identity: RunIdentity, _ name: String, _ report: Report, _ suite: String
  ) -> Report? {
    guard suite != identity.suite else { return report }
    Terminal.note("The reports' \(name).json is of the suite '\(suite)', so it is left out.")
    return nil
  }

  private func left<Report: Decodable>(
    _ name: String, as type: Report.Type, by writer: String? = nil, of git: GitState?,
    from origin: (Report) -> GitState?
  ) -> Report? {
    let path = "\(command.out.output)/\(name).json"
    guard let text = Files.text(path) else { return nil }
    guard let report = try? JSONLine.decode(type, text) else {
      Terminal.note(
        "'\(path)' is not what 'wonnx-conform \(writer ?? name)' writes, so it is left out.")
      return nil
    }
    guard let commit = origin(report)?.commit, commit == git?.commit else {
      Terminal.note(
        "'\(path)' is of "
          + "\(origin(report).map { "commit \($0.commit.prefix(12))" } ?? "no known commit"), "
          + "so it is left out.")
      return nil
    }
    return report
  }
}
