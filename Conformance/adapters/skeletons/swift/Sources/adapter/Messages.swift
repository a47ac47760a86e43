/// A request, as far as this adapter reads it; which members there are depends on the command.
struct Request: Decodable {
  let seq: Int
  let command: String
  let payload: Int?
  let `protocol`: Int?
  let transports: [String]?
  let scratch: String?
  let model: Source?
  let handle: Int?
  let inputs: [Given]?

  /// A file, or so many bytes of the payload.
  struct Source: Decodable {
    let path: String?
    let bytes: Int?
  }

  struct Given: Decodable {
    let name: String
    let value: Described
  }

  /// A value of any kind; only those of a tensor of numbers are read.
  struct Described: Decodable {
    let kind: String
    let type: String?
    let shape: [Int]?
    let file: String?
    let offset: Int?
    let bytes: Int?
  }
}

/// A reply; what is `nil` is left out.
struct Reply: Encodable {
  var seq = 0
  var payload: Int?
  var error: Failed?
  var unsupported: Refused?
  // To start: what is declared.
  var `protocol`: Int?
  var transport: String?
  var name: String?
  var version: String?
  var domains: [String: [Int]]?
  var types: [String]?
  var features: [String]?
  var operators: [String: [String]]?
  var deterministic: Bool?
  // To prepare and run.
  var handle: Int?
  var outputs: [Output]?

  struct Failed: Encodable {
    let phase: String
    let message: String
  }

  struct Refused: Encodable {
    let `operator`: String?
    let reason: String
  }

  struct Output: Encodable {
    let name: String
    let value: Tensor.Description
  }
}
