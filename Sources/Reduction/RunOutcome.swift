import Graphs
package import Runtimes
package import Tensors

/// What a runtime made of a model and its data sets.
package enum RunOutcome: Sendable {
  /// Outputs, one list a data set; whether they have to have the bits of another right runtime's.
  case values([[Value]], isExact: Bool)
  /// The runtime says that it does not do something.
  case unsupported(String)
  case failure(Failure)
  /// Nobody ran it: no worker could be started.
  case lost(String)

  package struct Failure: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
      case error
      /// The process ended by this signal, or with this exit code.
      case crash(String)
      case hang
      case memory
      /// What an earlier run left changes what a later one gives.
      case stale
    }
    package let kind: Kind
    package let sentence: String

    package init(_ kind: Kind, _ sentence: String) {
      self.kind = kind
      self.sentence = sentence
    }
  }

  package init(_ error: RuntimeError) {
    let sentence = error.description
    switch error {
    case .unsupported: self = .unsupported(sentence)
    case .load(let load) where load.stage == .unsupported: self = .unsupported(sentence)
    case .node(let node):
      if case .unsupported = node.reason {
        self = .unsupported(sentence)
      } else {
        self = .failure(Failure(.error, sentence))
      }
    case .foreign(_, let text)
    where text.contains("NOT_IMPLEMENTED") || text.contains("NotImplemented"):
      self = .unsupported(sentence)
    case .crash(let signal, _): self = .failure(Failure(.crash(signal), sentence))
    case .timeout: self = .failure(Failure(.hang, sentence))
    case .outOfMemory: self = .failure(Failure(.memory, sentence))
    case .load, .foreign, .input, .compile, .protocolBroken, .placement, .device, .deviceLost,
      .cancelled:
      self = .failure(Failure(.error, sentence))
    }
  }

  package var values: [[Value]]? { if case .values(let values, _) = self { values } else { nil } }

  /// What was said instead of values.
  package var sentence: String? {
    switch self {
    case .values: nil
    case .unsupported(let sentence), .lost(let sentence): sentence
    case .failure(let failure): failure.sentence
    }
  }
}
