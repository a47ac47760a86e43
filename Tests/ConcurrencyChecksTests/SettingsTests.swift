import Testing

@testable import ConcurrencyChecks

/// The kinds of the settings that every target has.
private let good = """
  {"swiftLanguageMode":{"_0":"6"}},{"treatAllWarnings":{"_0":"error"}},\
  {"enableUpcomingFeature":{"_0":"ExistentialAny"}}
  """

@Suite("The check of the targets' settings") struct SettingsTests {
  private func defects(_ kinds: String, tools: String = "6.2.0", type: String = "regular") throws
    -> [String]
  {
    let settings = kinds.split(separator: "},{").map { kind in
      var kind = String(kind)
      if !kind.hasPrefix("{") { kind = "{" + kind }
      if !kind.hasSuffix("}}") || kind.hasSuffix("{}") { kind += "}" }
      return #"{"tool":"swift","kind":\#(kind)}"#
    }
    let manifest = try Manifest(
      json: """
        {"toolsVersion":{"_version":"\(tools)"},"targets":[{"name":"A","type":"\(type)",\
        "settings":[\(settings.joined(separator: ","))]}]}
        """)
    return SettingsCheck.defects(of: manifest.targets, toolsVersion: manifest.toolsVersion)
  }

  @Test("holds for Swift 6 mode with warnings as errors")
  func full() throws { #expect(try defects(good).isEmpty) }

  @Test(
    "fails a target that leaves it",
    arguments: [
      (#"{"swiftLanguageMode":{"_0":"5"}},{"treatAllWarnings":{"_0":"error"}}"#, "Swift 6 mode"),
      (#"{"treatAllWarnings":{"_0":"error"}}"#, "Swift 6 mode"),
      (#"{"swiftLanguageMode":{"_0":"6"}}"#, "warnings as errors"),
      (
        #"{"swiftLanguageMode":{"_0":"6"}},{"treatAllWarnings":{"_0":"warning"}}"#,
        "warnings as errors"
      ),
      (good + #",{"unsafeFlags":{"_0":["-strict-concurrency=minimal"]}}"#, "unsafeFlags"),
      (good + #",{"treatWarning":{"_0":"Concurrency","_1":"warning"}}"#, "treatWarning"),
    ])
  func bad(kinds: String, word: String) throws {
    let defects = try defects(kinds)
    #expect(defects.count == 1 && defects[0].contains(word), "\(defects)")
  }

  @Test("fails plugins of older tools")
  func plugins() throws {
    #expect(try defects(good, type: "plugin").isEmpty)
    #expect(try defects(good, tools: "5.9.0", type: "plugin").count == 1)
  }

  @Test("holds here, as does the audit")
  func here() async throws {
    _ = try await SettingsCheck().show(in: try TestPlace.surroundings())
    _ = try await AuditCheck().show(in: try TestPlace.surroundings())
  }
}
