internal import Glibc

/// A process just started, and this side's ends of its pipes.
package struct Child {
  package let pid: Int32
  package let input: Int32
  package let output: Int32
  /// -1 where the child writes to this process's standard error.
  package let errors: Int32

  /// - Parameters:
  ///   - isLeader: whether it leads a process group of its own; else it ends with this process's.
  ///   - pipesErrors: whether this side reads its standard error.
  package init(
    _ command: WorkerCommand, isLeader: Bool = true, pipesErrors: Bool = true
  ) throws(SpawnError) {
    let input = try Pipe()
    let output = try Pipe()
    let errors = pipesErrors ? try Pipe() : nil
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input.read, 0)
    posix_spawn_file_actions_adddup2(&actions, output.write, 1)
    if let errors { posix_spawn_file_actions_adddup2(&actions, errors.write, 2) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGPIPE, SIGINT, SIGTERM] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(
        (isLeader ? POSIX_SPAWN_SETPGROUP : 0) | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var child: pid_t = 0
    let status = Self.withCStrings([command.executable] + command.arguments) { arguments in
      Self.withCStrings(Self.environment(adding: command.environment)) { environment in
        posix_spawn(&child, command.executable, &actions, &attributes, arguments, environment)
      }
    }
    for descriptor in [input.read, output.write, errors?.write ?? -1] { close(descriptor) }
    guard status == 0 else {
      for descriptor in [input.write, output.read, errors?.read ?? -1] { close(descriptor) }
      throw SpawnError(
        "the worker '\(command.executable)' can't be started: \(String(cString: strerror(status)))")
    }
    pid = child
    self.input = input.write
    self.output = output.read
    self.errors = errors?.read ?? -1
  }

  private static func environment(adding extra: [String: String]) -> [String] {
    var variables: [String: String] = [:]
    var next = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      if let equals = text.firstIndex(of: "=") {
        variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      next += 1
    }
    variables.merge(extra) { _, new in new }
    return variables.map { "\($0.key)=\($0.value)" }.sorted()
  }

  private static func withCStrings<R>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R
  ) -> R {
    let copies = strings.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return body(copies + [nil])
  }
}

private struct Pipe {
  let read: Int32
  let write: Int32

  init() throws(SpawnError) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      throw SpawnError("a pipe to a worker can't be made: \(String(cString: strerror(errno)))")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (read, write) = (ends[0], ends[1])
  }
}
