import Foundation
import Operators

/// Runs `hostile-probe`, and starts it anew behind each condition that ended it.
enum HostileWorker {
  struct Ending {
    let operation: String
    let condition: String
    let cause: String
  }

  /// The catalog in parts of about equal length.
  static let shares: [Range<Int>] = {
    let count = OperatorCatalog.standard.all.count
    let parts = 8
    return (0..<parts).map { count * $0 / parts..<count * ($0 + 1) / parts }
  }()

  /// An operator that ends the process so often is not gone on with.
  private static let mostEndings = 3

  static func endings(of share: Range<Int>) throws -> [Ending] {
    var endings: [Ending] = []
    var (place, skipped) = (share.lowerBound, 0)
    while place < share.upperBound {
      let (line, cause) = try run(place..<share.upperBound, skipped)
      if line == "done" { break }
      let fields = line.split(separator: "\t", maxSplits: 3).map(String.init)
      guard fields.count == 4, let at = Int(fields[1]), let row = Int(fields[2]) else {
        endings.append(Ending(operation: "hostile-probe", condition: line, cause: cause))
        break
      }
      endings.append(Ending(operation: fields[0], condition: fields[3], cause: cause))
      (place, skipped) = (at, row + 1)
      if endings.count(where: { $0.operation == fields[0] }) == mostEndings || row < 0 {
        (place, skipped) = (at + 1, 0)
      }
    }
    return endings
  }

  /// The last line, and what ended the process.
  private static func run(
    _ places: Range<Int>, _ skipped: Int
  ) throws -> (line: String, cause: String) {
    let process = Process()
    process.executableURL = try program()
    process.arguments = [places.lowerBound, places.upperBound, skipped].map(String.init)
    process.environment = ["SWIFT_BACKTRACE": "enable=no"]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let kind = process.terminationReason == .exit ? "exit" : "signal"
    return (
      text.split(separator: "\n").last.map(String.init) ?? "no line",
      "\(kind) \(process.terminationStatus)"
    )
  }

  /// Built beside the tests.
  private static func program() throws -> URL {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(filePath: tests).deletingLastPathComponent().appending(path: "hostile-probe")
  }
}
