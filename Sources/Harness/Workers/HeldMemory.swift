internal import Glibc

/// The memory that a process and those that it started hold: what the kernel can't take from them and
/// read again from a file.
///
/// Anonymous pages and shared ones, in which a software device keeps its memory. Pages of mapped
/// files, such as a model's weights, are the kernel's to drop.
enum HeldMemory {
  /// 0 for a process that has ended.
  static func byteCount(of pid: pid_t) -> Int {
    let own = Files.text("/proc/\(pid)/status").map(byteCount(inStatus:)) ?? 0
    return children(of: pid).reduce(own) { $0 + byteCount(of: $1) }
  }

  /// None where the kernel doesn't tell (`CONFIG_PROC_CHILDREN`).
  private static func children(of pid: pid_t) -> [pid_t] {
    let tasks = "/proc/\(pid)/task"
    return Files.names(in: tasks).flatMap { task in
      (Files.text("\(tasks)/\(task)/children") ?? "").split(separator: " ").compactMap {
        pid_t($0)
      }
    }
  }

  /// - Parameter status: the text of `/proc/<pid>/status`.
  static func byteCount(inStatus status: String) -> Int {
    var kibibytes: [Substring: Int] = [:]
    for line in status.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let words = line[line.index(after: colon)...].split { $0 == " " || $0 == "\t" }
      kibibytes[line[..<colon]] = words.first.flatMap { Int($0) }
    }
    // Before Linux 4.5 the kinds of pages were not told apart.
    guard let anonymous = kibibytes["RssAnon"] else { return (kibibytes["VmRSS"] ?? 0) * 1024 }
    return (anonymous + (kibibytes["RssShmem"] ?? 0)) * 1024
  }
}
