/// A recipe for cases of an operator: a node's inputs and attributes, without their element types.
///
/// Written beside the operator that it is about. What it leaves out is the schema's default: the
/// outputs that have to be there, every revision and type of the operator.
package struct Sample: Sendable {
  /// One an input; `nil` is an optional input that is left out.
  package var inputs: [Draw?]
  package var attributes: [String: SampleAttribute]
  /// What the model is fed beside the node's inputs.
  package private(set) var surroundings: [Draw] = []
  /// Which outputs are asked for; `nil` are those that are not optional.
  package private(set) var outputs: [Bool]?
  /// The revisions that it is for, by the opset from which they hold.
  package private(set) var opsets: ClosedRange<Int> = 1...Int.max
  /// Narrower sets of types, by the constraint's name.
  package private(set) var types: [String: TypeSet] = [:]
  /// Constraints whose type is that of another, by names.
  package private(set) var ties: [String: String] = [:]
  /// Whether each pair of two constraints' types has a case, as conversions need it.
  package private(set) var takesEveryPair = false
  /// Why no runtime may answer; `nil` where the answer is defined.
  package private(set) var refusal: Refusal?

  package init(_ inputs: [Draw?], _ attributes: [String: SampleAttribute] = [:]) {
    self.inputs = inputs
    self.attributes = attributes
  }

  /// A recipe that breaks a clause of the specification.
  ///
  /// - Parameters:
  ///   - kind: what of the node or its values is wrong.
  ///   - clause: the rule that it breaks, in the specification's words or shorter.
  package static func refused(
    _ kind: Refusal.Kind, _ clause: String, _ inputs: [Draw?],
    _ attributes: [String: SampleAttribute] = [:]
  ) -> Self {
    var sample = Self(inputs, attributes)
    sample.refusal = Refusal(kind: kind, clause: clause)
    return sample
  }

  /// For revisions from this opset on.
  package func since(_ opset: Int) -> Self {
    limited(max(opset, opsets.lowerBound)...opsets.upperBound)
  }

  /// For revisions before this opset.
  package func before(_ opset: Int) -> Self {
    limited(opsets.lowerBound...min(opset - 1, opsets.upperBound))
  }

  private func limited(_ range: ClosedRange<Int>) -> Self { with { $0.opsets = range } }

  private func with(_ change: (inout Self) -> Void) -> Self {
    var sample = self
    change(&sample)
    return sample
  }

  /// Only for these of a constraint's types.
  package func types(_ constraint: String, _ set: TypeSet) -> Self {
    with { $0.types[constraint] = set }
  }

  /// With these values in the model, fed to it and read by bodies: `around0`, `around1` …
  package func around(_ draws: Draw...) -> Self { with { $0.surroundings = draws } }

  /// A constraint takes another's type, or the type that holds it or that it holds.
  package func tied(_ constraint: String, to other: String) -> Self {
    with { $0.ties[constraint] = other }
  }

  /// With these outputs, by their places.
  package func outputs(_ wanted: Bool...) -> Self { with { $0.outputs = wanted } }

  /// With as many outputs as this.
  package func outputs(count: Int) -> Self {
    with { $0.outputs = Array(repeating: true, count: count) }
  }

  /// With a case for each pair of two constraints' types.
  package var everyPair: Self { with { $0.takesEveryPair = true } }
}

/// A rule of the specification that a case breaks.
package struct Refusal: Sendable, Hashable, Codable {
  /// What is wrong; a foreign runtime's error says no more than that there is one.
  package enum Kind: String, Sendable, Codable, CaseIterable {
    /// An axis or index out of its range.
    case range
    /// Shapes or ranks that don't fit.
    case shape
    /// An element type or kind of value that is not allowed.
    case type
    /// An attribute that is missing or has a value that is not allowed.
    case attribute
    /// An input or output that has to be there.
    case missing
    /// Values that contradict each other or the attributes.
    case value
  }
  package let kind: Kind
  package let clause: String

  package init(kind: Kind, clause: String) {
    self.kind = kind
    self.clause = clause
  }
}
