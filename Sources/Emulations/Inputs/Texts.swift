import Tensors

extension EmulationKind {
  /// Strings.
  static let texts: [EmulationKind] = [
    ofResults("text-case-lost", "Letters come out small.") { tensor, _ in
      try tensor.mapTexts { $0.lowercased() }
    },
    ofResults("text-cut", "The last character of each string is missing.") { tensor, _ in
      try tensor.mapTexts { String($0.dropLast()) }
    },
    ofResults("text-as-ascii", "Characters beyond ASCII come out as question marks.") { tensor, _ in
      try tensor.mapTexts { String($0.map { $0.isASCII ? $0 : "?" }) }
    },
  ]
}

extension Tensor {
  fileprivate func mapTexts(_ transform: (String) -> String) throws -> Tensor? {
    guard case .string(let x) = elements else { return nil }
    return try Tensor(x.map(transform), shape: shape)
  }
}
