import Adapters
import ArgumentParser
import Glibc
import Harness
import Tensors

/// Says what is right, wrong and missing in an adapter.
struct AdapterCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check an adapter: what is right, wrong and missing, in sentences.",
    discussion: """
      Examples:
        wonnx-conform adapter check 'exec:./adapter'
        wonnx-conform adapter check 'exec:python3 adapter.py' --timeout 30
        wonnx-conform adapter check onnxruntime
        wonnx-conform adapter check 'exec:ssh board adapter' --json

      Every message is held against the protocol's schema. Small models go through the adapter with every \
      kind of value that it declares, by both transports; then come a second data set, unknown \
      operators, commands and members, another version, a kill in the middle of a run, and its end. \
      Inside of what the adapter declares a refusal is a fault, outside of it there is nothing to judge \
      ('–'). What it means to be right is in Conformance/adapters/PROTOCOL.md.

      Exit status: 0 nothing is wrong, 1 something is, 2 usage, 4 the check can't be made here.
      """)

  @Argument(
    help: ArgumentHelp(
      "How it is reached, as in --runtime NAME=CONNECT: exec:PROGRAM ARGUMENTS, python:MODULE, or the name of one in the box.",
      valueName: "connect"))
  var connect: String

  @Option(
    help: ArgumentHelp(
      "How long an answer may take, in seconds; a start may take ten times as long.",
      valueName: "seconds"))
  var timeout: Double = 10

  @Option(
    help: ArgumentHelp(
      "Only these checks, and those of the start, such as 'float,stop'.", valueName: "names"))
  var only: [String] = []

  @Flag(help: "Print a JSON object instead of lines.")
  var json = false

  func validate() throws {
    guard timeout > 0, timeout <= 86_400 else {
      throw ValidationError("--timeout is \(timeout): a time of up to a day is expected.")
    }
  }

  func run() throws {
    let interrupt = Interrupt()
    interrupt.onFirst {
      AdapterChecker.abandon()
      Glibc.exit(ExitStatus.interrupted.rawValue)
    }
    defer { withExtendedLifetime(interrupt) {} }
    do { throw ExitCode(try check().rawValue) } catch let failure as Failure {
      Terminal.note(failure.sentence)
      throw ExitCode(failure.status.rawValue)
    }
  }

  private func check() throws(Failure) -> ExitStatus {
    let terminal = Terminal.current()
    let names = only.flatMap { $0.split(separator: ",").map { String($0) } }
    let checker = AdapterChecker(try bench(), only: Set(names)) { check in
      if !json { Terminal.write(Self.row(check, terminal), to: STDOUT_FILENO) }
    }
    let outcome = checker.run()
    let made = Set(outcome.checks.map(\.name))
    for name in names where outcome.profile != nil && !made.contains(name) {
      throw Failure(
        .usage, "There is no check '\(name)' of this adapter: without --only all of them are named."
      )
    }
    let report = AdapterCheckReport(connect, outcome)
    if json {
      guard let text = try? JSONLine.encode(report) else {
        throw Failure(.infrastructure, "The report has no JSON.")
      }
      Terminal.write(text + "\n", to: STDOUT_FILENO)
    } else {
      Terminal.write("\n" + report.summary, to: STDOUT_FILENO)
    }
    // What starts those in the box ends so where their environment can't be made.
    let isBoxed = Connection.inTheBox.contains { connect.hasPrefix($0) }
    if report.runtime == nil, isBoxed, report.checks.last?.sentence.contains("exit 4") == true {
      return .infrastructure
    }
    return report.failed == 0 ? .asExpected : .unexpected
  }

  private static func row(_ check: AdapterCheck, _ terminal: Terminal) -> String {
    let (mark, style): (String, Terminal.Style) =
      switch check.verdict {
      case .holds: ("✓", .green)
      case .fails: ("✗", .red)
      case .skipped: ("–", .dim)
      }
    let padding = String(repeating: " ", count: max(0, 19 - check.name.count))
    return "\(terminal.styled(mark, style)) \(check.name)\(padding) \(check.sentence.printable)\n"
  }

  private func bench() throws(Failure) -> CheckBench {
    let places = Places(nil)
    let path = places.folders(named: "adapters").map { "\($0)/schemas/protocol.schema.json" }
      .first(where: Files.exists)
    guard let path, let text = Files.text(path) else {
      throw Failure(
        .infrastructure,
        "Conformance/adapters/schemas/protocol.schema.json is not here: messages are held against it."
      )
    }
    do {
      let schema = try JSONSchema(try JSONLine.decode(JSONValue.self, text))
      let folder = try AdapterScratch.folder()
      let search = Terminal.environment("PATH") ?? "/usr/bin:/bin"
      let connection = try Connection(connect, box: places.adapterBox)
      guard connection.isAdapter else {
        throw Failure(
          .usage,
          "'\(connect)' speaks no protocol, so there is nothing to check: run it as a column.")
      }
      let command = try connection.command(search: search, temporaries: folder)
      return try CheckBench(command, folder: folder, schema: schema, timeout: .seconds(timeout))
    } catch let error as ConnectionError {
      throw Failure(.usage, error.description)
    } catch let failure as Failure {
      throw failure
    } catch let error as JSONSchemaError {
      throw Failure(.infrastructure, "'\(path)': \(error)")
    } catch {
      throw Failure(.infrastructure, "The check can't be made: \(error)")
    }
  }
}
