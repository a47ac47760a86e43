import Foundation
import FoundationXML
import Testing

@testable import Harness
@testable import Reports

@Suite("A badge") struct BadgeTests {
  static let passing = sampleRun([
    sampleRecord("node/test_a", "cpu", .pass), sampleRecord("node/test_b", "cpu", .pass),
    sampleRecord("node/test_a", "vulkan", .pass), sampleRecord("node/test_b", "vulkan", .pass),
  ])

  static func changed(_ change: (inout RunReport) -> Void) -> RunReport {
    var run = passing
    change(&run)
    return run
  }

  static let runs: [(RunReport, String, Badge.Color)] = [
    (passing, "2 of 2", .green),
    (changed { $0.records[3].status = .fail(.compare) }, "1 of 2", .green),
    (changed { $0.records[3].outcome = .improvement }, "2 of 2", .yellow),
    (changed { $0.records[0].mark(.flake) }, "2 of 2", .yellow),
    (
      changed {
        $0.records[3].status = .timeout
        $0.records[3].outcome = .regression
      }, "1 of 2", .red
    ),
    (changed { $0.end.stop = .interrupted }, "2 of 2, interrupted", .grey),
    (changed { $0.end.stop = .failFast }, "2 of 2, incomplete", .grey),
    (changed { $0.identity.suiteCount = 2041 }, "2 of 2041, incomplete", .grey),
    (changed { $0.identity.runtimes = [] }, "0 of 2, incomplete", .grey),
  ]

  @Test("tells the weakest runtime's passes, and how the run went by its colour", arguments: runs)
  func says(run: RunReport, message: String, color: Badge.Color) {
    let badge = Badge(run)
    #expect(badge.label == "onnx 1.23.2" && badge.message == message && badge.color == color)
  }

  @Test("reads the same as text, as a picture and aloud", arguments: runs.map(\.0))
  func agrees(run: RunReport) throws {
    let json = try #require(try BadgeReport(run).render())
    let endpoint = try JSONLine.decode(BadgeReport.Endpoint.self, json)
    let picture = try XMLDocument(xmlString: BadgePicture(run).text)
    func texts(_ path: String) throws -> [String] {
      try picture.nodes(forXPath: path).compactMap(\.stringValue)
    }
    let title = "\(endpoint.label): \(endpoint.message)"
    #expect(try texts("//*[local-name()='text']") == [endpoint.label, endpoint.message])
    #expect(try texts("/*/@aria-label") == [title] && texts("//*[local-name()='title']") == [title])
    #expect(try texts("/*/@role") == ["img"])
    #expect(try texts("//*[local-name()='rect']/@fill").last == "#\(endpoint.color)")
  }

  @Test("can be read: contrast of at least 4.5", arguments: Badge.Color.allCases)
  func contrast(color: Badge.Color) {
    let (a, b) = (Self.luminance(color.rawValue), Self.luminance(color.text))
    #expect((max(a, b) + 0.05) / (min(a, b) + 0.05) >= 4.5)
  }

  /// Relative luminance as the Web Content Accessibility Guidelines 2 have it.
  private static func luminance(_ color: String) -> Double {
    let value = Int(color, radix: 16) ?? 0
    let parts = [value >> 16, value >> 8 & 255, value & 255].map { part in
      let share = Double(part) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
