package import Harness

extension Connection {
  /// A digest of the files that a command names: the program, and what of its arguments is a file; of
  /// an adapter in the box, all that lies in its folder.
  ///
  /// It tells another build of a runtime from the same one. What a program loads by itself is not in
  /// it: for that there is the version that the adapter declares.
  package func digest(of command: WorkerCommand) -> String? {
    var files = [command.executable] + command.arguments.filter { !$0.hasPrefix("-") }
    if let boxName, let slash = command.executable.lastIndex(of: "/") {
      let folder = "\(command.executable[..<slash])/\(boxName)"
      files += ((try? Files.list(folder)) ?? []).map { "\(folder)/\($0)" }
    }
    let found = files.map { path in
      path.hasPrefix("/") ? path : command.folder.map { "\($0)/\(path)" } ?? path
    }.filter { Files.exists($0) && !Files.isFolder($0) }
    return found.isEmpty ? nil : Digest.of(found.map { Digest.ofFile($0) ?? "" }.joined())
  }
}
