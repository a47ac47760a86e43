import ArgumentParser
import GeneratedCases
import Graphs
import Harness
import Operators

/// Writes the suite that is generated from the operators' own samples.
struct GenerateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Write generated cases: every operator, revision, element type and attribute.",
    discussion: """
      Examples:
        wonnx-conform generate cases
        wonnx-conform generate --ops Conv,MatMul cases
        wonnx-conform run --suite cases --runtime ort=onnxruntime
        wonnx-conform --suite generated --ops Conv        (writes them where caches are, then runs)

      Cases lie in the layout of onnx's own suite: <domain>/<case>/model.onnx with test_data_set_0. \
      manifest.json has their titles, which say the parameters, and digests. Expected values are the \
      CPU interpreter's in double precision. A case of the kind 'refused' breaks a rule of the \
      specification: it has no outputs, and a runtime passes that says an error. Equal options give \
      equal bytes, on every machine.

      Exit status: 0 done, 1 a sample gave no case, 2 usage, 4 a file can't be written.
      """)

  @Argument(help: "The folder to write; it is made, or has to be empty.") var folder: String

  @Option(
    help: ArgumentHelp("Only these operators, such as Conv,ai.onnx.ml.Scaler.", valueName: "names"))
  var ops: [String] = []

  @Option(help: "Another seed gives the same cases with other numbers.") var seed: UInt64 = 0

  func run() async throws {
    do throws(Failure) { try await generate() } catch {
      Terminal.note(error.sentence)
      throw ExitCode(error.status.rawValue)
    }
  }

  private func generate() async throws(Failure) {
    let names = ops.flatMap { $0.split(separator: ",") }.map { String($0) }
    let types = try GeneratedSuite.operators(named: names)
    try Terminal.check(emptyFolder: folder)
    let summary = try await GeneratedSuite.write(types, seed: seed, into: folder)
    let coverage = summary.coverage
    let refused = summary.cases.count { $0.isRefused }
    Terminal.write(
      "\(summary.cases.count) cases of \(types.count) operators in \(folder), "
        + "\(refused) of which have to be refused\n"
        + "\(coverage.runCellCount) of \(coverage.cellCount) pairs of an operator and an element type, "
        + "\(coverage.runRevisionCount) of \(coverage.revisionCount) revisions\n"
        + "\(summary.confirmed.count) cases in \(coverage.confirmedCellCount) of those pairs have values that "
        + "somebody else gives too; \(coverage.workedCellCount) pairs have a formula alone, "
        + "\(coverage.unconfirmedCellCount) nothing\n", to: 1)
    for defect in summary.defects { Terminal.note("\(defect)") }
    if !summary.defects.isEmpty {
      throw Failure(.unexpected, "\(summary.defects.count) samples gave no case.")
    }
  }
}
