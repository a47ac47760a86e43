import Glibc
import Harness

/// Where the suite and what belongs to it are.
struct Places {
  let suite: String

  /// - Parameter request: `--suite`, a folder or the name of one in `Conformance/suites`, or that of
  ///   the generated suite, which lies where caches are; then
  ///   `WONNX_SUITE`, then `Conformance/suite`: in the current folder, the folders above it, and
  ///   those above this program.
  init(_ request: String?) {
    suite =
      request.map(Self.folder) ?? Terminal.environment("WONNX_SUITE")
      ?? Self.candidates.map { "\($0)/suite" }.first(where: Files.isFolder) ?? "Conformance/suite"
  }

  private static func folder(of request: String) -> String {
    if request == GeneratedSuite.name { return GeneratedSuite.folder }
    if Files.isFolder(request) || request.contains("/") { return request }
    return candidates.map { "\($0)/suites/\(request)" }.first(where: Files.isFolder) ?? request
  }

  /// Folders of this name beside the suite and in the package's `Conformance`.
  func folders(named name: String) -> [String] {
    (["\(suite)/.."] + Self.candidates).map { "\($0)/\(name)" }.filter(Files.isFolder)
  }

  /// Whether a suite is a release of onnx's, the names of whose cases are recorded.
  func isRelease(_ suite: String) -> Bool {
    folders(named: "manifests").contains { Files.exists("\($0)/\(Self.fileName(of: suite)).json") }
  }

  /// `onnx-1.23.2` for the suite `onnx 1.23.2`.
  static func fileName(of suite: String) -> String {
    suite.split(separator: " ").joined(separator: "-")
  }

  /// Folders of packages that a `Conformance` folder in use belongs to.
  var packages: [String] {
    Self.candidates.map {
      $0 == "Conformance" ? Host.currentFolder : String($0.dropLast("/Conformance".count))
    }
    .filter { Files.exists("\($0)/Package.swift") }
  }

  /// A path as one who stands in the package's folder writes it.
  func belowPackage(_ path: String) -> String {
    let marks = ["/Conformance/", "Conformance/"]
    guard let mark = marks.first(where: { path.contains($0) }),
      let range = path.ranges(of: mark).last
    else { return path }
    return "Conformance/" + path[range.upperBound...]
  }

  /// What starts an adapter that the project brings along.
  var adapterBox: String? {
    folders(named: "adapters").map { "\($0)/adapter.sh" }.first(where: Files.exists)
  }

  private static var candidates: [String] {
    var folders = ["Conformance"]
    for start in [Host.currentFolder, Host.executable] {
      var path = start.split(separator: "/").map(String.init)
      while !path.isEmpty {
        folders.append("/" + path.joined(separator: "/") + "/Conformance")
        path.removeLast()
      }
    }
    return folders.filter(Files.isFolder)
  }
}

/// This machine and process.
enum Host {
  static var executable: String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    return String(
      decoding: buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  static var currentFolder: String {
    guard let path = getcwd(nil, 0) else { return "." }
    defer { free(path) }
    return String(cString: path)
  }

  static var coreCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Processor, cores and system, such as `AMD EPYC 9654, 2 cores, Linux 6.1`.
  static var description: String {
    let line = Files.text("/proc/cpuinfo")?.split(separator: "\n").first {
      $0.hasPrefix("model name")
    }
    let processor = line?.split(separator: ":").last.map { String($0.drop { $0 == " " }) }
    var system = utsname()
    uname(&system)
    let release = withUnsafeBytes(of: &system.release) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    let cores = coreCount == 1 ? "1 core" : "\(coreCount) cores"
    return "\(processor ?? "unknown processor"), \(cores), Linux \(release)"
  }

  /// A run's name: the time in UTC and a few random digits, such as `20260301T093000Z-1a2b3c`.
  static var runID: String {
    let digits = String(UInt32.random(in: 0..<1 << 24), radix: 16)
    return time("%Y%m%dT%H%M%SZ-") + String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// The time in UTC, such as `2026-03-01 09:30:00 UTC`.
  static var now: String { time("%Y-%m-%d %H:%M:%S UTC") }

  private static func time(_ format: String) -> String {
    var seconds = Glibc.time(nil)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    var buffer = [CChar](repeating: 0, count: 64)
    let count = strftime(&buffer, buffer.count, format, &parts)
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
