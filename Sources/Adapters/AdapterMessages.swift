internal import Harness

/// What the host says: `Conformance/adapters/PROTOCOL.md`.
struct AdapterRequest: Codable {
  var seq: Int
  var command: String
  var `protocol`: Int?
  var transports: [String]?
  var scratch: String?
  var payload: Int?
  var model: Model?
  var handle: Int?
  var inputs: [Port]?

  init(_ command: String, seq: Int) {
    self.command = command
    self.seq = seq
  }

  struct Model: Codable {
    var path: String?
    var bytes: Int?
    var external: [External]?
  }

  struct External: Codable {
    var name: String
    var bytes: Int
  }

  struct Port: Codable {
    var name: String
    var value: AdapterValue
  }
}

/// What an adapter answers: which members there are depends on what was asked.
struct AdapterReply: Codable {
  var seq: Int
  var payload: Int?
  // To prepare and run.
  var handle: Int?
  var unsupported: Unsupported?
  var error: Failure?
  var outputs: [AdapterRequest.Port]?
  var placements: [Placement]?

  struct Unsupported: Codable {
    var `operator`: String?
    var reason: String
    var issue: String?
  }

  struct Failure: Codable {
    var phase: String
    var message: String
  }

  struct Placement: Codable {
    var node: String
    var `operator`: String?
    var place: String
  }
}

extension RuntimeProfile {
  /// - Parameters:
  ///   - connection: how the adapter was reached.
  ///   - digest: of the files that the connection names.
  init(_ profile: AdapterProfile, connection: String, digest: String?) {
    self.init(
      connection: connection, digest: digest, runtime: profile.name, version: profile.version,
      homepage: profile.homepage, issues: profile.issues, domains: profile.domains,
      types: profile.types, features: profile.features, isDeterministic: profile.deterministic,
      operators: profile.operators,
      lacks: profile.lacks?.map { Lack(operator: $0.operator, reason: $0.reason, issue: $0.issue) },
      details: profile.details)
  }
}

/// What an adapter declares when it starts.
package struct AdapterProfile: Sendable, Codable, Equatable {
  package var `protocol`: Int
  package var transport: String
  package var name: String
  package var version: String
  package var domains: [String: [Int]]
  package var types: [String]
  package var features: [String]
  package var deterministic: Bool
  package var operators: [String: [String]]?
  package var lacks: [Lack]?
  package var homepage: String?
  package var issues: String?
  package var device: String?
  package var details: [String: String]?

  package struct Lack: Sendable, Codable, Equatable {
    package var `operator`: String
    package var reason: String
    package var issue: String?
  }

  /// `onnxruntime 1.32.0, CPUExecutionProvider`.
  package var identity: String {
    ([name + " " + version] + [device].compactMap { $0 }
      + (details ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })
      .joined(separator: ", ")
  }
}
