import Adapters
import ArgumentParser
import Harness

/// Writes a skeleton.
struct AdapterNewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Write a working adapter that adds, to go on from.",
    discussion: """
      Examples:
        wonnx-conform adapter new --language c mine
        wonnx-conform adapter new --language python mine

      What is written runs Add of float and int64 and answers everything else with 'unsupported'. It \
      needs its language's standard library and nothing else. Its README says how to build and check \
      it, and how to add an operator. Nothing is overwritten.

      Exit status: 0, 2 the folder is not empty, 4 it can't be written.
      """)

  @Option(name: .shortAndLong, help: "The language of the adapter.")
  var language: SkeletonLanguage

  @Argument(help: ArgumentHelp("A folder that is new, or empty.", valueName: "folder"))
  var folder: String

  func run() throws {
    do throws(Failure) { Terminal.write(try write(), to: 1) } catch {
      Terminal.note(error.sentence)
      throw ExitCode(error.status.rawValue)
    }
  }

  private func write() throws(Failure) -> String {
    guard folder.contains(where: { !$0.isWhitespace }) else {
      throw Failure(.usage, "The folder's name is empty: name one that is empty or not there yet.")
    }
    let places = Places(nil).folders(named: "adapters/skeletons")
    guard let source = places.first else {
      throw Failure(
        .infrastructure,
        "Conformance/adapters/skeletons is not here, and skeletons come from there.")
    }
    do throws(SkeletonError) {
      return text(of: try Skeletons(source).write(language, to: folder))
    } catch {
      if case .taken = error { throw Failure(.usage, error.description) }
      throw Failure(.infrastructure, error.description)
    }
  }

  private func text(of names: [String]) -> String {
    let next = [
      "cd '\(folder)'", language.build,
      "wonnx-conform adapter check 'exec:\(language.program)'",
      "wonnx-conform --runtime 'mine=exec:\(language.program)' --filter 'test_add*'",
    ]
    let lines =
      ["\(folder) has:"] + names.map { "  \($0)" }
      + ["Next:"] + next.compactMap { $0 }.map { "  \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension SkeletonLanguage: ExpressibleByArgument {}
