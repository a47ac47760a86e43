import Testing

@testable import Harness

@Suite("Status") struct StatusTests {
  static let all: [Status] =
    Mismatch.Cause.allCases.map { .fail($0) } + Status.Phase.allCases.map { .error($0) } + [
      .pass, .crash("SIGSEGV"), .crash("exit 3"), .timeout, .deviceLost, .validationError,
      .unsupported, .unpredictable, .skipped, .missing,
    ]

  @Test("reads what it writes", arguments: all)
  func roundTrip(status: Status) {
    #expect(Status(status.description) == status)
    #expect(Status.families.contains(status.family))
  }

  @Test("reads nothing else", arguments: ["", "passed", "fail", "fail:", "fail:x", "pass:x"])
  func strict(text: String) { #expect(Status(text) == nil) }
}
