import Adapters
import Harness
import Interpreter
import Optimizer
import Runtimes

/// `mine=exec:./adapter`: a name, and how the runtime is reached. With `+opt` behind the name it gets
/// the model that the optimizer wrote.
struct ForeignRequest {
  let name: String
  private let connection: Connection

  /// `nil` for a runtime of the project's own.
  ///
  /// - Throws: a sentence where the name or the connection is none.
  init?(_ text: String) throws(Failure) {
    guard let mark = text.firstIndex(of: "=") else { return nil }
    name = String(text[..<mark])
    let isName = name.allSatisfy { $0.isLetter || $0.isNumber || "-_.+".contains($0) }
    guard !name.isEmpty, isName, !RuntimeFactory.names.contains(name) else {
      throw Failure(
        .usage,
        "'\(name)' is no name for a runtime: letters, digits, '-', '_' and '.', and none of "
          + "\(RuntimeFactory.names.joined(separator: ", ")).")
    }
    do throws(ConnectionError) {
      connection = try Connection(
        String(text[text.index(after: mark)...]), box: Places(nil).adapterBox)
    } catch { throw Failure(.usage, error.description) }
  }

  func make(staysStarted: Bool) throws(Failure) -> any Runtime {
    let suffix = OptimizedRuntime.name(of: "")
    let isOptimized = name.hasSuffix(suffix)
    let plainName = isOptimized ? String(name.dropLast(suffix.count)) : name
    let runtime: any Runtime
    do {
      let path = Terminal.environment("PATH") ?? "/usr/bin:/bin"
      let scratch = try AdapterScratch.folder()
      let command = try connection.command(search: path, temporaries: scratch)
      runtime =
        connection.isAdapter
        ? try ForeignRuntime(
          name: plainName, command: command, scratch: scratch, staysStarted: staysStarted)
        : CommandRuntime(name: plainName, command: command, scratch: scratch)
    } catch let error as ConnectionError {
      throw Failure(.usage, error.description)
    } catch let error as RuntimeError {
      throw Failure(.infrastructure, "'\(name)' can't be started: \(error.description).")
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(.infrastructure, "'\(name)' can't be started: \(error)")
    }
    guard isOptimized else { return runtime }
    return OptimizedRuntime(runtime, PassCatalog(folder: Interpreter()).optimizer)
  }
}
