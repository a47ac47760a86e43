import Foundation
import Harness
import Testing

@testable import Adapters

@Suite("Skeletons") struct SkeletonsTests {
  private static let folder = URL(filePath: #filePath)
    .appending(path: "../../../Conformance/adapters/skeletons").standardized.path

  @Test("are copied whole, and never over something", arguments: SkeletonLanguage.allCases)
  func copied(language: SkeletonLanguage) throws {
    let target = NSTemporaryDirectory() + "skeleton-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: target) }
    let names = try Skeletons(Self.folder).write(language, to: target)
    #expect(names.contains("README.md"))
    for name in names {
      #expect(
        Files.contents("\(target)/\(name)") == Files.contents("\(Self.folder)/\(language)/\(name)"))
    }
    #expect(throws: SkeletonError.taken(target)) {
      try Skeletons(Self.folder).write(language, to: target)
    }
  }

  @Test("need their folder")
  func missing() {
    #expect(throws: SkeletonError.missing("/nowhere/c")) {
      try Skeletons("/nowhere").write(.c, to: NSTemporaryDirectory() + UUID().uuidString)
    }
  }
}
