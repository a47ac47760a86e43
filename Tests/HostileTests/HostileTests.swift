import Foundation
import Operators
import Testing

/// Every operator with numbers, types, shapes and declarations that a file may hold but should not: a
/// value or an error, never a trap, and nothing that can't be cancelled.
@Suite("Hostile table") struct HostileTests {
  @Test("no condition ends the process that runs it", arguments: HostileWorker.shares)
  func survives(share: Range<Int>) throws {
    for ending in try HostileWorker.endings(of: share) {
      Issue.record("\(ending.operation): \(ending.condition) ended the process by \(ending.cause)")
    }
  }
}
