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

  @Test("gives equal causes equal signatures")
  func signatures() {
    func signature(_ reason: String) -> String { Signature(reason).text }
    #expect(
      signature("Softmax-13 'a/b': axis 3 is outside -2...1 for an input of shape [4, 8].")
        == "Softmax-# '…': axis # is outside -# for an input of shape […].")
    #expect(
      signature("output 'y' differs in 2 of 4 elements; the first is [0]: 1.5e-7, expected 2.5.")
        == "output '…' differs in # of # elements; the first is […]: #, expected #.")
    #expect(signature("float8e4m3fn is no int64") == "float8e4m3fn is no int64")
  }
}
