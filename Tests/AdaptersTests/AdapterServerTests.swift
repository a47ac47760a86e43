import Foundation
import Glibc
import Harness
import Interpreter
import ModelFiles
import Operators
import Runtimes
import Tensors
import Testing

@testable import Adapters

@Suite("A runtime of ours behind the protocol") struct AdapterServerTests {
  private static let runtime = Interpreter()
  private static let profile = AdapterProfile(of: runtime, version: "7")
  static let start = #"{"seq":1,"command":"start","protocol":1,"transports":["inline"]}"#

  /// C = A + B of two floats each, with B in a file beside the model.
  private struct Sum {
    let folder: String
    var path: String { "\(folder)/model.onnx" }

    init() throws {
      folder = NSTemporaryDirectory() + "served-" + UUID().uuidString
      try FileManager.default.createDirectory(
        atPath: "\(folder)/sub", withIntermediateDirectories: true)
      try Data([0, 0, 0x80, 0x3f, 0, 0, 0, 0x40]).write(to: URL(filePath: "\(folder)/sub/w.bin"))
      try Data(Self.model).write(to: URL(filePath: path))
    }

    /// In protobuf's own bytes: our writer keeps every tensor in the model.
    private static var model: [UInt8] {
      func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
        [number << 3 | 2, UInt8(bytes.count)] + bytes
      }
      func text(_ number: UInt8, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }
      let location = field(13, text(1, "location") + text(2, "sub/w.bin"))
      let weight: [UInt8] = [8, 2, 16, 1] + text(8, "B") + location + [14 << 3, 1]
      let type = field(2, field(1, [8, 1] + field(2, field(1, [8, 2]))))
      let node = text(1, "A") + text(1, "B") + text(2, "C") + text(4, "Add")
      let graph =
        field(1, node) + text(2, "sum") + field(5, weight) + field(11, text(1, "A") + type)
        + field(12, text(1, "C") + type)
      return [8, 8] + field(7, graph) + field(8, [16, 14])
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }
  }

  /// What comes back when all of this was sent at once.
  private func replies(_ bytes: [UInt8]) async throws -> [UInt8] {
    var (requests, replies): ([Int32], [Int32]) = ([0, 0], [0, 0])
    try #require(pipe(&requests) == 0 && pipe(&replies) == 0)
    try #require(bytes.count < 65536 && write(requests[1], bytes, bytes.count) == bytes.count)
    close(requests[1])
    let server = AdapterServer(
      Self.runtime, Self.profile, loader: ModelFileLoader(), reading: requests[0],
      writing: replies[1])
    await server.serve()
    close(requests[0])
    close(replies[1])
    let handle = FileHandle(fileDescriptor: replies[0], closeOnDealloc: true)
    return [UInt8](try handle.readToEnd() ?? Data())
  }

  private func lines(_ requests: [String]) async throws -> [String] {
    let bytes = requests.flatMap { Array(($0 + "\n").utf8) }
    return String(decoding: try await replies(bytes), as: UTF8.self).split(separator: "\n")
      .map(String.init)
  }

  @Test("declares what its catalog knows")
  func profile() async throws {
    let line = try #require(try await lines([Self.start]).first)
    let profile = try JSONLine.decode(AdapterProfile.self, line)
    #expect(profile.name == "wonnx-conform" && profile.version == "7" && profile.deterministic)
    #expect(profile.transport == "inline" && profile.domains["ai.onnx"]?.first == 1)
    #expect(profile.domains["ai.onnx.ml"] == [1, 5])
    #expect(profile.operators?["ai.onnx"]?.contains("Softmax") == true)
    #expect(Set(["bfloat16", "int4", "string", "uint2"]).isSubset(of: profile.types))
    #expect(
      Set(["control-flow", "optionals", "sequences", "strings"]).isSubset(of: profile.features))
  }

  @Test("runs a model that comes inline with its external data: [1, 2] + [0.5, 0.25]")
  func inline() async throws {
    let sum = try Sum()
    defer { sum.remove() }
    let (model, payload) = try InlineModel.message(sum.path, ["sub/w.bin"])
    var prepare = AdapterRequest("prepare", seq: 2)
    prepare.model = model
    prepare.payload = payload.byteCount
    let place = AdapterValue.Place(file: nil, offset: 0, byteCount: 8)
    var run = AdapterRequest("run", seq: 3)
    run.handle = 1
    run.payload = 8
    run.inputs = [.init(name: "A", value: .tensor(type: "float", shape: [2], place: place))]
    // 0.5 and 0.25 as IEEE 754 has them.
    let half: [UInt8] = [0, 0, 0, 0x3f, 0, 0, 0x80, 0x3e]
    let text = (
      Self.start + "\n", try JSONLine.encode(prepare) + "\n", try JSONLine.encode(run) + "\n"
    )
    let found = try await replies(
      Array((text.0 + text.1).utf8) + payload.parts.joined() + Array(text.2.utf8) + half)
    // 1.5 and 2.25.
    #expect(found.suffix(8) == [0, 0, 0xc0, 0x3f, 0, 0, 0x10, 0x40])
    let answers = found.split(separator: 10, maxSplits: 3).map {
      String(decoding: $0, as: UTF8.self)
    }
    #expect(answers[1] == #"{"handle":1,"seq":2}"#)
    #expect(answers[2].contains(#""operator":"ai.onnx:Add","place":"host""#))
  }

  @Test("a model's external files have names, and only those below its folder are sent")
  func externalFiles() throws {
    let sum = try Sum()
    defer { sum.remove() }
    #expect(try ModelFileLoader().source(sum.path).externalFiles == ["sub/w.bin"])
    for name in ["../w.bin", "/etc/passwd", "sub/../../w.bin", ""] {
      #expect(throws: (any Error).self) { try InlineModel.message(sum.path, [name]) }
    }
  }

  static let hostile: [(request: String, words: String)] = [
    ("{", "can't be read"), ("[]", "can't be read"), ("7", "can't be read"), ("", "can't be read"),
    (#"{"seq":2}"#, "has no 'command'"),
    (#"{"seq":2,"command":"dance"}"#, "'dance' is no command of the protocol"),
    (#"{"seq":2,"command":"start","protocol":1,"transports":["inline"]}"#, "start comes once"),
    (#"{"seq":2,"command":"prepare"}"#, "prepare needs a model"),
    (#"{"seq":2,"command":"prepare","model":{}}"#, "prepare needs a model"),
    (#"{"seq":2,"command":"prepare","model":{"bytes":9}}"#, "the model's files take more"),
    (#"{"seq":2,"command":"prepare","model":{"bytes":-1}}"#, "paths below its folder"),
    (
      #"{"seq":2,"command":"prepare","model":{"bytes":0,"external":[{"name":"../x","bytes":0}]}}"#,
      "paths below its folder"
    ),
    (#"{"seq":2,"command":"prepare","model":{"path":7}}"#, "'model.path' is of another type"),
    (#"{"seq":2,"command":"run","inputs":[]}"#, "has no handle"),
    (#"{"seq":2,"command":"run","handle":9,"inputs":[]}"#, "9 is no handle that is in use"),
    (#"{"seq":2,"command":"release","handle":-4}"#, "-4 is no handle that is in use"),
    (#"{"seq":2,"command":"run","handle":1,"inputs":7}"#, "'inputs' is of another type"),
    (#"{"seq":2,"command":"stop","payload":-3}"#, "a payload of -3 bytes is announced"),
    (
      #"{"seq":2,"command":"stop","payload":9223372036854775807}"#,
      "a payload of 9223372036854775807 bytes is announced"
    ),
  ]

  @Test("whatever is asked, the answer is an error of the phase protocol", arguments: hostile)
  func refused(request: String, words: String) async throws {
    let answers = try await lines([Self.start, request])
    let reply = try JSONLine.decode(AdapterReply.self, try #require(answers.last))
    #expect(answers.count == 2 && reply.error?.phase == "protocol", "\(answers.last ?? "")")
    #expect(reply.error?.message.contains(words) == true, "\(reply.error?.message ?? "")")
    #expect(reply.seq == (request.contains("seq") ? 2 : 0))
  }

  static let inputs: [(ports: String, phase: String, words: String)] = [
    ("[]", "run", "input 'A' is not given, and it has no default"),
    (value("Z", "float", [2], 8), "run", "'Z' is no input of the model; it has A"),
    (
      value("A", "double", [1], 8), "run",
      "input 'A' is tensor(double) [1], expected tensor(float) [2]"
    ),
    (value("A", "float", [1, 2], 8), "run", "input 'A' is tensor(float) [1, 2]"),
    (value("A", "float", [3], 8), "protocol", "8 bytes do not fill float of the shape [3]"),
    (value("A", "float", [2], 9), "protocol", "a tensor has 9 bytes, and 8 are left"),
    (value("A", "float", [1], 4), "protocol", "4 bytes of the payload belong to no input"),
    (value("A", "flot", [2], 8), "protocol", "'flot' is no element type"),
  ]

  private static func value(_ name: String, _ type: String, _ shape: [Int], _ count: Int) -> String
  {
    #"[{"name":"\#(name)","value":{"kind":"tensor","type":"\#(type)","shape":\#(shape),"bytes":\#(count)}}]"#
  }

  @Test("inputs that are not the model's are refused before they run", arguments: inputs)
  func wrongInput(ports: String, phase: String, words: String) async throws {
    let sum = try Sum()
    defer { sum.remove() }
    let payload = ports == "[]" ? "" : #","payload":8"#
    let requests =
      [
        Self.start, #"{"seq":2,"command":"prepare","model":{"path":"\#(sum.path)"}}"#,
        #"{"seq":3,"command":"run","handle":1,"inputs":\#(ports)\#(payload)}"#,
      ].joined(separator: "\n") + "\n"
    let found = try await replies(
      Array(requests.utf8) + [UInt8](repeating: 0, count: payload.isEmpty ? 0 : 8))
    let last = String(decoding: found, as: UTF8.self).split(separator: "\n").last
    let reply = try JSONLine.decode(AdapterReply.self, String(try #require(last)))
    #expect(reply.error?.phase == phase && reply.seq == 3)
    #expect(reply.error?.message.contains(words) == true, "\(reply.error?.message ?? "")")
  }

  @Test("a folder that it can't write to is no transport; then it is inline, or none")
  func transports() async throws {
    let offer = { (names: String) in
      #"{"seq":1,"command":"start","protocol":1,"transports":[\#(names)],"scratch":"/nowhere"}"#
    }
    let both = try #require(try await lines([offer(#""file","inline""#)]).first)
    #expect(both.contains(#""transport":"inline""#))
    let file = try #require(try await lines([offer(#""file""#)]).first)
    #expect(file.contains("none can be used") && file.contains(#""phase":"protocol""#))
  }
}
