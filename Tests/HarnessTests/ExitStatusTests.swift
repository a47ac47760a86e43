import Testing

@testable import Harness

@Suite("The exit status") struct ExitStatusTests {
  @Test("of a command line that can't be read is that of a usage error", arguments: [(64, 2)])
  func usage(parsers: Int32, shells: Int32) {
    #expect(Harness.ExitStatus.code(forParsers: parsers) == shells)
    #expect(shells == Harness.ExitStatus.usage.rawValue)
  }

  @Test("of anything else is what the command said", arguments: [0, 1, 2, 3, 4, 5, 130] as [Int32])
  func others(code: Int32) { #expect(Harness.ExitStatus.code(forParsers: code) == code) }
}
