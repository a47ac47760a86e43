/// What a suite or a run says of a case's tolerance: the element type of an output decides.
package struct CaseTolerances: Sendable, Hashable {
  /// The first that speaks of a type decides.
  package let entries: [Entry]

  package struct Entry: Sendable, Hashable, Codable {
    /// ONNX's names; `nil` for every type.
    package let dtypes: [String]?
    package let tolerance: OutputTolerance

    package init(dtypes: [String]? = nil, _ tolerance: OutputTolerance) {
      self.dtypes = dtypes
      self.tolerance = tolerance
    }

    func speaks(of dtype: String) -> Bool { dtypes?.contains(dtype) ?? true }
  }

  /// - Parameter own: the case's, for the types that no entry speaks of.
  package init(_ entries: [Entry], own: CaseTolerances) {
    var all = entries + own.entries
    if let last = all.firstIndex(where: { $0.dtypes == nil }) { all = Array(all[...last]) }
    while all.count > 1, all[all.count - 2].tolerance == all[all.count - 1].tolerance {
      all.remove(at: all.count - 2)
    }
    self.entries = all
  }

  private init(_ entries: [Entry]) { self.entries = entries }

  /// The official rule's: bfloat16 has an rtol of at least two of its ULPs.
  package static func official(rtol: Double, atol: Double) -> CaseTolerances {
    CaseTolerances([
      Entry(dtypes: ["bfloat16"], OutputTolerance(rtol: max(rtol, 0x1p-6), atol: atol)),
      Entry(OutputTolerance(rtol: rtol, atol: atol)),
    ])
  }

  /// All that decides a verdict, for digests.
  var facts: String {
    entries.map { entry in
      let tolerance = entry.tolerance
      let largest = tolerance.relativeToLargest.map { " \($0)" } ?? ""
      return "\(entry.dtypes ?? []) \(tolerance.rtol) \(tolerance.atol)\(largest)"
    }.joined(separator: "; ")
  }

  /// A type that nobody speaks of has to be equal.
  package subscript(dtype: String) -> OutputTolerance {
    entries.first { $0.speaks(of: dtype) }?.tolerance ?? OutputTolerance(atol: 0)
  }
}

extension CaseTolerances: Codable {
  package init(from decoder: any Decoder) throws {
    entries = try decoder.singleValueContainer().decode([Entry].self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(entries)
  }
}

extension CaseTolerances: CustomStringConvertible {
  /// `float16, bfloat16: |a − e| ≤ …; others: |a − e| ≤ …`.
  package var description: String {
    entries.map { entry in
      let others = entries.count > 1 ? "others: " : ""
      return (entry.dtypes.map { $0.joined(separator: ", ") + ": " } ?? others)
        + entry.tolerance.description
    }.joined(separator: "; ")
  }
}
