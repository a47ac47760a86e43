import ArgumentParser
import Harness

/// Judges stored values again, without running anything.
struct JudgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "judge",
    abstract: "Judge stored values again by a policy of tolerances, without running anything.",
    discussion: """
      Examples:
        wonnx-conform --ops Conv --dump conv.h5 && wonnx-conform judge conv.h5
        wonnx-conform judge conv.h5 --write-policy policy.toml
        wonnx-conform judge conv.h5 --policy policy.toml --report all --output judged
        wonnx-conform judge outputs                  <kind>/<case>/<runtime>/test_data_set_0/output_0.pb

      RESULTS is what --dump wrote, or a folder of cases, each with a folder of outputs a runtime beside \
      its test_data_set_0. A policy is a file of tables as a suite's tolerances.toml has them:

        [[tolerance]]
        operator = ["Conv", "MatMul"]
        dtype = "float16"
        case = "node/test_conv_*"
        rtol = 1e-2
        atol = 1e-4

      case (ids or globs), operator (of a case's nodes) and dtype (of an output) may each be left out for \
      all. Of the tables that speak of a case and an output's type the first decides, so that the special \
      ones stand before the general ones. Instead of rtol, relative-to-largest takes a share of the output's \
      largest number. Without --policy, and where no table speaks, the suite's own tolerances judge.

      Exit status: 0 all pass, 1 something fails, 2 usage or unreadable results, 4 a file can't be written.
      """)

  @Argument(help: "The file that --dump wrote, or a folder of cases with outputs.")
  var results: String

  @Option(help: ArgumentHelp("Tolerances by case, operator and type.", valueName: "file"))
  var policy: String?

  @Option(
    help: ArgumentHelp(
      "Write the tolerances by which the results are judged now, as a policy to begin with.",
      valueName: "file"))
  var writePolicy: String?

  @Option(
    help: ArgumentHelp("Only cases whose id matches, as --filter of a run.", valueName: "pattern"))
  var filter: [String] = []

  @Option(help: ArgumentHelp("The reports to write, as a run's; or all.", valueName: "formats"))
  var report = "none"

  @Option(name: .shortAndLong, help: ArgumentHelp("The reports' folder.", valueName: "folder"))
  var output = "judged"

  func run() async throws {
    do throws(Failure) {
      let status = try Judging(self).run()
      guard status == .asExpected else {
        throw Failure(status, "Something fails.")
      }
    } catch {
      Terminal.note(error.sentence)
      throw ExitCode(error.status.rawValue)
    }
  }
}
