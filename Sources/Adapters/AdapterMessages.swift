/// What the host says: `Conformance/adapters/PROTOCOL.md`.
struct AdapterRequest: Encodable {
  var seq: Int
  var command: String
  var `protocol`: Int?
  var transports: [String]?
  var scratch: String?
  var model: Model?
  var handle: Int?
  var inputs: [Port]?

  init(_ command: String, seq: Int) {
    self.command = command
    self.seq = seq
  }

  struct Model: Encodable {
    var path: String?
    var bytes: Int?
    var external: [External]?
  }

  struct External: Encodable {
    var name: String
    var bytes: Int
  }

  struct Port: Codable {
    var name: String
    var value: AdapterValue
  }
}

/// What an adapter answers: which members there are depends on what was asked.
struct AdapterReply: Decodable {
  var seq: Int
  // To start.
  var `protocol`: Int?
  var name: String?
  var version: String?
  var homepage: String?
  var issues: String?
  var domains: [String: [Int]]?
  var types: [String]?
  var features: [String]?
  var deterministic: Bool?
  var transport: String?
  // To prepare and run.
  var handle: Int?
  var unsupported: Unsupported?
  var error: Failure?
  var outputs: [AdapterRequest.Port]?
  var placements: [Placement]?
  var deviceSeconds: Double?
  var memoryBytes: Int?

  struct Unsupported: Decodable {
    var `operator`: String?
    var reason: String
    var issue: String?
  }

  struct Failure: Decodable {
    var phase: String
    var message: String
  }

  struct Placement: Decodable {
    var node: String
    var `operator`: String?
    var place: String
  }
}
