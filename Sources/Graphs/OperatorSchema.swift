/// What ONNX says of an operator, opset by opset.
package struct OperatorSchema: Sendable {
  package let name: String
  /// Empty for `ai.onnx`.
  package let domain: String
  /// Oldest first.
  package let history: [Revision]

  /// - Parameters:
  ///   - inputs: the formals of every revision that does not say otherwise.
  ///   - outputs: likewise.
  package init(
    _ name: String, domain: String = "", inputs: [Formal], outputs: [Formal], history: [Revision]
  ) {
    self.name = name
    self.domain = domain
    self.history = history.map { revision in
      var revision = revision
      if !revision.hasOwnInputs { revision.inputs = inputs }
      if !revision.hasOwnOutputs { revision.outputs = outputs }
      return revision
    }
  }

  /// The same schema under another name.
  package func renamed(_ name: String) -> Self {
    Self(name: name, domain: domain, history: history)
  }

  private init(name: String, domain: String, history: [Revision]) {
    self.name = name
    self.domain = domain
    self.history = history
  }

  /// The revision in force at `opset`; `nil` before the operator existed.
  package func revision(at opset: Int) -> Revision? { history.last { $0.since <= opset } }

  /// A formal input or output.
  package struct Formal: Sendable, Equatable {
    package enum Arity: Sendable, Equatable {
      case one, optional
      /// At least `minimum`, all of one type where `isHomogeneous`.
      case variadic(minimum: Int, isHomogeneous: Bool)
    }
    package var name: String
    /// A constraint's name, such as `T`, or a type, such as `tensor(int64)`.
    package var type: String
    package var arity: Arity

    package static func one(_ name: String, _ type: String) -> Self {
      Self(name: name, type: type, arity: .one)
    }
    package static func optional(_ name: String, _ type: String) -> Self {
      Self(name: name, type: type, arity: .optional)
    }
    package static func variadic(
      _ name: String, _ type: String, minimum: Int = 1, isHomogeneous: Bool = true
    ) -> Self {
      Self(
        name: name, type: type,
        arity: .variadic(minimum: minimum, isHomogeneous: isHomogeneous))
    }
  }

  /// What holds from one opset on.
  package struct Revision: Sendable {
    package let since: Int
    package let types: [String: TypeSet]
    package let attributes: [AttributeDeclaration]
    package let isDeprecated: Bool
    /// Whether only releases up to ONNX 1.4 had it, as an experiment that the standard never took in.
    package private(set) var isExperimental = false
    /// Whether the standard marked it as deprecated only after releases in which models had it.
    package private(set) var wasInForce = false
    package internal(set) var inputs: [Formal]
    package internal(set) var outputs: [Formal]
    let hasOwnInputs: Bool
    let hasOwnOutputs: Bool

    package static func since(
      _ opset: Int, _ types: [String: TypeSet] = [:], attributes: [AttributeDeclaration] = [],
      inputs: [Formal]? = nil, outputs: [Formal]? = nil, isDeprecated: Bool = false
    ) -> Self {
      Self(
        since: opset, types: types, attributes: attributes, isDeprecated: isDeprecated,
        inputs: inputs ?? [], outputs: outputs ?? [], hasOwnInputs: inputs != nil,
        hasOwnOutputs: outputs != nil)
    }

    /// A revision that releases had before the standard marked it, at the same opset, as deprecated.
    package static func withdrawn(
      _ opset: Int, _ types: [String: TypeSet], attributes: [AttributeDeclaration]
    ) -> Self {
      var revision = since(opset, types, attributes: attributes, isDeprecated: true)
      revision.wasInForce = true
      return revision
    }

    /// Whether a model may not have it.
    package var isRefused: Bool { isDeprecated && !wasInForce }

    /// A revision that shipped as an experiment: the last texts of it are those of ONNX 1.2 to 1.4.
    package static func experimental(
      _ types: [String: TypeSet], attributes: [AttributeDeclaration] = [], inputs: [Formal]? = nil,
      outputs: [Formal]? = nil
    ) -> Self {
      var revision = since(1, types, attributes: attributes, inputs: inputs, outputs: outputs)
      revision.isExperimental = true
      return revision
    }

    /// The formal that input `index` belongs to.
    package func input(_ index: Int) -> Formal? {
      if index < inputs.count { return inputs[index] }
      guard let last = inputs.last, case .variadic = last.arity else { return nil }
      return last
    }
  }
}

/// An attribute as the schema declares it.
package struct AttributeDeclaration: Sendable {
  package let name: String
  package let type: AttributeType
  package let isRequired: Bool
  package let defaultValue: AttributeValue?
}

/// An attribute's name with the Swift type of its value.
package struct AttributeKey<Value: AttributeDecodable>: Sendable {
  package let name: String
  package init(_ name: String) { self.name = name }

  package var required: AttributeDeclaration {
    AttributeDeclaration(
      name: name, type: Value.attributeType, isRequired: true, defaultValue: nil)
  }
  package var optional: AttributeDeclaration {
    AttributeDeclaration(
      name: name, type: Value.attributeType, isRequired: false, defaultValue: nil)
  }
  package func or(_ value: Value) -> AttributeDeclaration {
    AttributeDeclaration(
      name: name, type: Value.attributeType, isRequired: false,
      defaultValue: value.attributeValue)
  }
}
