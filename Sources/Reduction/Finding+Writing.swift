import Harness

extension Finding {
  /// What lies beside the data sets in the folder of a finding.
  package static let fileNames = ["model.onnx", "report.md", "reproduce.py"]

  /// Writes the case, which replays, `report.md` and `reproduce.py` into a folder.
  package func write(into folder: String, _ report: FindingReport) throws {
    // A case without an expected value is none.
    _ = try TrialFiles(fed, in: folder, outputs: expected)
    try Files.write(report.text, to: "\(folder)/report.md")
    try Files.write(PythonScript(self).text(), to: "\(folder)/reproduce.py")
  }
}
