import Foundation
import Testing

@testable import Harness
@testable import Reports

/// What a page's script reads.
struct PageData {
  let text: String
  let members: [String: Any]

  init(_ report: RunReport) throws {
    try self.init(page: HTMLReport(report).text)
  }

  init(page: String) throws {
    let open = try #require(page.range(of: #"id="data">"#))
    let close = try #require(page.range(of: "</script>", range: open.upperBound..<page.endIndex))
    try self.init(json: String(page[open.upperBound..<close.lowerBound]))
  }

  init(json: String) throws {
    text = json
    members = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  func rows(_ name: String) -> [[Any]] { members[name] as? [[Any]] ?? [] }
  func object(_ name: String) -> [String: Any]? { members[name] as? [String: Any] }
  var strings: [String] { members["strings"] as? [String] ?? [] }
}
