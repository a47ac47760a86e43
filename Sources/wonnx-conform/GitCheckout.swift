import Glibc
import Harness

/// The checkout that this program was built in.
struct GitCheckout {
  let state: GitState

  /// `nil` where the program lies elsewhere, there is no checkout, or no git to ask.
  init?(_ places: Places) {
    guard let root = places.packages.first(where: { Host.executable.hasPrefix("\($0)/") }),
      Files.exists("\(root)/.git"),
      let git = Self.tool,
      let commit = Self.run(git, root, ["rev-parse", "HEAD"])?.first,
      let changes = Self.run(git, root, ["status", "--porcelain", "--untracked-files=no"])
    else { return nil }
    state = GitState(
      commit: commit, isDirty: !changes.isEmpty, isNewerThanProgram: Self.isNewer(root))
  }

  private static var tool: String? {
    let path = Terminal.environment("PATH") ?? "/usr/bin:/bin"
    return path.split(separator: ":").map { "\($0)/git" }.first { access($0, X_OK) == 0 }
  }

  private static func run(_ git: String, _ root: String, _ arguments: [String]) -> [String]? {
    let command = WorkerCommand(executable: git, arguments: ["-C", root] + arguments)
    guard let done = try? FinishedProcess.run(command, timeout: .seconds(20)), done.isSuccess else {
      return nil
    }
    return done.lines
  }

  /// Whether a source file was written after the program.
  private static func isNewer(_ root: String) -> Bool {
    guard let built = Files.modified(Host.executable) else { return false }
    var waiting = ["\(root)/Sources", "\(root)/Shaders", "\(root)/Package.swift"]
    while let path = waiting.popLast() {
      if Files.isFolder(path) {
        waiting += Files.names(in: path).map { "\(path)/\($0)" }
      } else if (Files.modified(path) ?? 0) > built {
        return true
      }
    }
    return false
  }
}
