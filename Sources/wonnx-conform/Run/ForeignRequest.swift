import Adapters
import Glibc
import Harness
import Optimizer
import Runtimes

/// `mine=exec:./adapter`: a name, and how the runtime is reached. With `+opt` behind the name it gets
/// the model that the optimizer wrote.
struct ForeignRequest: Sendable {
  let name: String
  let connection: Connection
  /// Workers at once; `nil` where nobody says.
  var jobs: Int?
  /// That a case may take; `nil` for the run's.
  var timeout: Duration?
  /// Added to the adapter's environment.
  var environment: [String: String] = [:]
  /// Where the adapter runs; `nil` for where this program does.
  var folder: String?
  /// The file of what is expected of it, where one was named.
  var expectationsPath: String?

  /// `nil` for a runtime of the project's own, and for a name alone.
  ///
  /// - Throws: a sentence where the name or the connection is none.
  init?(_ text: String) throws(Failure) {
    guard let mark = text.firstIndex(of: "=") else { return nil }
    try self.init(
      name: String(text[..<mark]), connection: String(text[text.index(after: mark)...]))
  }

  init(name: String, connection: String) throws(Failure) {
    self.name = name
    let isName = name.allSatisfy { $0.isLetter || $0.isNumber || "-_.+".contains($0) }
    guard !name.isEmpty, isName, !RuntimeFactory.names.contains(name) else {
      throw Failure(
        .usage,
        "'\(name)' is no name for a runtime: letters, digits, '-', '_' and '.', and none of "
          + "\(RuntimeFactory.names.joined(separator: ", ")).")
    }
    do throws(ConnectionError) {
      self.connection = try Connection(connection, box: Places(nil).adapterBox)
    } catch { throw Failure(.usage, error.description) }
  }

  /// The name without `+opt`.
  var column: String { OptimizedName.base(of: name) ?? name }

  /// A device takes one thing at a time; the adapters in the box run on the processor.
  var width: Int { jobs ?? (connection.boxName == nil ? 1 : Host.coreCount) }

  func make(staysStarted: Bool) throws(Failure) -> any Runtime {
    // An adapter that ends at once must not end this program.
    signal(SIGPIPE, SIG_IGN)
    let runtime: any Runtime
    do {
      let path = Terminal.environment("PATH") ?? "/usr/bin:/bin"
      let scratch = try AdapterScratch.folder()
      var command = try connection.command(
        search: path, temporaries: scratch, folder: folder)
      command.environment.merge(environment) { _, own in own }
      runtime =
        connection.isAdapter
        ? try ForeignRuntime(
          name: column, connection: connection, command: command, scratch: scratch,
          staysStarted: staysStarted)
        : CommandRuntime(
          name: column, connection: connection, command: command, scratch: scratch)
    } catch let error as ConnectionError {
      throw Failure(.usage, error.description)
    } catch let error as RuntimeError {
      throw Failure(.infrastructure, "'\(name)' can't be started: \(error.description).")
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(.infrastructure, "'\(name)' can't be started: \(error)")
    }
    return name == column ? runtime : OptimizedRuntime(runtime, PassCatalog.ofInterpreter)
  }
}
