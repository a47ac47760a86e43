internal import Harness

/// The parts of a request that are needed to answer it, whatever else it says.
struct Envelope: Decodable {
  private(set) var seq = 0
  private(set) var payload = 0
  private(set) var command = ""

  private enum Key: String, CodingKey { case seq, payload, command }

  init(_ line: String) { if let read = try? JSONLine.decode(Self.self, line) { self = read } }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    seq = (try? fields.decode(Int.self, forKey: .seq)) ?? 0
    payload = (try? fields.decode(Int.self, forKey: .payload)) ?? 0
    command = (try? fields.decode(String.self, forKey: .command)) ?? ""
  }
}
