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
    let path = "\(command.out.output)/concurrency.json"
    guard let text = Files.text(path) else { return nil }
    guard let report = try? JSONLine.decode(ConcurrencyReport.self, text) else {
      Terminal.note("'\(path)' is not what 'wonnx-conform concurrency' writes, so it is left out.")
      return nil
    }
    guard let commit = report.git?.commit, commit == git?.commit else {
      Terminal.note(
        "'\(path)' is of \(report.git.map { "commit \($0.commit.prefix(12))" } ?? "no known commit"), "
          + "so it is left out.")
      return nil
    }
    return report
  }
}
