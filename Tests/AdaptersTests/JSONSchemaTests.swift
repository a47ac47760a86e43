import Foundation
import Harness
import Testing

@testable import Adapters

@Suite("The schema of messages") struct JSONSchemaTests {
  private static let adapters = URL(filePath: #filePath)
    .appending(path: "../../../Conformance/adapters").standardized.path

  static func schema() throws -> JSONSchema { try loaded.get() }

  private static let loaded = Result {
    let text = try #require(Files.text("\(adapters)/schemas/protocol.schema.json"))
    return try JSONSchema(try JSONLine.decode(JSONValue.self, text))
  }

  private struct Line: Decodable {
    let definition: String
    let message: JSONValue
    let valid: Bool
  }

  /// `messages.jsonl` has what Python's jsonschema says of each.
  @Test("takes and refuses what another validator does")
  func oracle() throws {
    let schema = try Self.schema()
    let lines = try #require(Files.text("\(Self.adapters)/tests/messages.jsonl"))
      .split(separator: "\n")
    #expect(lines.count > 200)
    for line in lines {
      let row = try JSONLine.decode(Line.self, String(line))
      let found = schema.violations(of: row.message, by: row.definition)
      #expect(found.isEmpty == row.valid, "\(line): \(found)")
    }
  }

  static let sentences: [(definition: String, message: String, sentence: String)] = [
    ("prepareReply", #"{"seq":1}"#, "lacks 'handle'"),
    (
      "runReply",
      #"{"seq":1,"outputs":[{"name":"y","value":{"kind":"tensor","type":"float","shape":[-1],"bytes":4}}]}"#,
      "'outputs[0].value.shape[0]' is -1, less than 0"
    ),
    (
      "runReply", #"{"seq":1,"error":{"phase":"lunch","message":"no"}}"#,
      "'error.phase' is \"lunch\", which is none of \"start\", \"load\""
    ),
    ("stopReply", #"{"seq":"one"}"#, "'seq' is not of type integer"),
    ("stopReply", #"{"seq":1,"extra":2}"#, "'extra' may not be there"),
  ]

  @Test("names the place and the fault", arguments: sentences)
  func sentence(definition: String, message: String, sentence: String) throws {
    let value = try JSONLine.decode(JSONValue.self, message)
    let found = try Self.schema().violations(of: value, by: definition)
    #expect(found.first?.description.hasPrefix(sentence) == true, "\(found)")
  }

  static let wrong: [(String, JSONSchemaError)] = [
    (#"{"properties":{"a":{"maximum":3}}}"#, .keyword("maximum")),
    (##"{"$ref":"#/$defs/a"}"##, .reference(##""#/$defs/a""##)),
    (#"{"oneOf":[{"pattern":"("}]}"#, .pattern("(")),
    (#"{"not":1}"#, .noSchema),
  ]

  @Test("is refused where it asks for what is not known here", arguments: wrong)
  func refused(text: String, error: JSONSchemaError) throws {
    let value = try JSONLine.decode(JSONValue.self, text)
    #expect(throws: error) { try JSONSchema(value) }
  }
}
