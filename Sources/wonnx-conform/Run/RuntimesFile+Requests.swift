import Adapters
import Harness

extension RuntimesFile {
  /// - Parameter request: `--runtimes`; without it the file beside the suite's expectations counts,
  ///   where there is one.
  static func load(_ request: String?) throws(Failure) -> RuntimesFile {
    let found = Places(nil).folders(named: "expectations").map { "\($0)/\(name)" }
      .first(where: Files.exists)
    guard let path = request ?? found else { return RuntimesFile() }
    let text: String
    do throws(SystemError) { text = try Files.read(path) } catch {
      throw Failure(.usage, "The runtimes '\(path)' can't be read: \(error.description).")
    }
    do throws(RuntimesFileError) { return try RuntimesFile(parsing: text, path: path) } catch {
      throw Failure(.usage, error.description)
    }
  }

  /// The runtime of that name, or of it with `+opt` behind; `nil` where the file has none.
  func request(_ name: String) throws(Failure) -> ForeignRequest? {
    let column = OptimizedName.base(of: name) ?? name
    guard let entry = self[column] else { return nil }
    if let folder = entry.folder, !Files.isFolder(folder) {
      throw Failure(.usage, "The folder '\(folder)' of the runtime '\(column)' is not there.")
    }
    var request = try ForeignRequest(name: name, connection: entry.connect)
    request.jobs = entry.jobs
    request.timeout = entry.timeout.map { .seconds($0) }
    request.environment = entry.environment
    request.folder = entry.folder
    request.expectationsPath = entry.expectations
    return request
  }
}
