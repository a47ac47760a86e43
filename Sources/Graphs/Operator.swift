package import Tensors

/// An ONNX operator. The type is the operator; an instance is one node's settings.
package protocol Operator: Sendable {
  /// Name, domain and whole history.
  static var schema: OperatorSchema { get }
  /// How far a right result may be from the exact one, where the operator's kind tells;
  /// ``estimate(_:)`` says it of each element.
  static var tolerance: Tolerance { get }
  /// Whether equal inputs give equal outputs in every run; false where random numbers are drawn.
  static var isDeterministic: Bool { get }
  /// Recipes for generated cases: each meaning that a shape, a value, or an attribute has.
  static var samples: [Sample] { get }
  /// What samples leave out of the types that it allows, each with its reason.
  static var gaps: [SampleGap] { get }
  /// What optimising may count on.
  static var traits: OperatorTraits { get }

  /// Whether the data decide an output's extents, so that only the work itself can find them:
  /// ``lower(_:)`` then sees them as far as `infer` tells, and answers ``Lowering/counted(_:)``.
  static var findsExtents: Bool { get }

  /// What a model file calls it.
  var title: OperatorTitle { get }

  /// Reads the node's attributes, once. Differences between opsets end here.
  init(_ node: NodeReader) throws(OperatorError)

  /// The graphs that the node carries (`then_branch`, `body` …).
  var bodies: [Graph] { get }

  /// The outputs' types, as far as the inputs' types and known values tell.
  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType]

  /// The outputs that types and known values tell without any work on data, as for `Shape`, `Size` and
  /// `Constant`; `nil` where they do not.
  ///
  /// - Throws: `.unknownValue` of an input that would tell them.
  func knownOutputs(_ inputs: Inference) throws(OperatorError) -> [Value]?

  /// What the outputs are drawn from; `nil` where nothing is drawn.
  ///
  /// - Throws: `.unknownValue` of an input that would tell.
  func distribution(_ inputs: Inference) throws(OperatorError) -> Distribution?

  /// The bytes that ``evaluate(_:)`` has at once beside inputs and outputs, at most: by default copies of
  /// all of them in the types in which kernels compute.
  ///
  /// - Throws: `.unknownValue` of an input whose value decides them.
  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount

  /// The exact outputs, and how far a right run may be from each of their elements.
  ///
  /// - Throws: `.unbounded` where that is not stated.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?]

  /// The outputs: the definition of what the operator means.
  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?]

  /// The operator with constants among its inputs laid out as its kernels read them, for all runs;
  /// `nil` where that gains nothing. Its results have the same bits.
  ///
  /// - Parameter constants: those that may be laid out, by their inputs.
  func packing(_ constants: [Int: Tensor], _ precision: Precision) -> Packing?

  /// The GPU work that makes the outputs.
  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering
}

extension Operator {
  package static var isDeterministic: Bool { true }
  package static var samples: [Sample] { [] }
  package static var gaps: [SampleGap] { [] }
  package static var traits: OperatorTraits { [] }
  package static var findsExtents: Bool { false }
  package var title: OperatorTitle { OperatorTitle(Self.schema.name, domain: Self.schema.domain) }
  package var bodies: [Graph] { [] }
  package func knownOutputs(_ inputs: Inference) throws(OperatorError) -> [Value]? { nil }
  package func distribution(_ inputs: Inference) throws(OperatorError) -> Distribution? { nil }
  package func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    request.wideCopies
  }
  package func packing(_ constants: [Int: Tensor], _ precision: Precision) -> Packing? { nil }
  package func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    .host(.noKernel)
  }
}

/// An operator that has constants among its inputs laid out.
package struct Packing: Sendable {
  package let operation: any Operator
  /// The inputs of which the operator only reads type and extents, each as a tensor whose elements are
  /// in memory once more when somebody reads them.
  package let inputs: [Int: Tensor]

  package init(_ operation: any Operator, inputs: [Int: Tensor]) {
    self.operation = operation
    self.inputs = inputs
  }
}

/// An operator's name and its domain, which is empty for `ai.onnx`.
package struct OperatorTitle: Sendable, Hashable {
  package let name: String
  package let domain: String

  package init(_ name: String, domain: String) {
    self.name = name
    self.domain = domain
  }
}

/// How far a right result of an operator may be from the exact one.
package enum Tolerance: Sendable, Equatable {
  /// Every bit is defined.
  case exact
  /// At most this many units in the last place of the type in which floats are computed, then rounded
  /// to the output's; 0 is rounded once.
  case ulps(Int)
  /// A sum of products of the float inputs, each linear: a share of Σ|terms| that grows with their number.
  case summed
  /// What the operator's own ``Operator/estimate(_:)`` says; without one nothing is stated.
  case accumulated
  /// The values are random: only type, shape and distribution are compared.
  case statistical
}

/// What inference knows of a node's inputs.
package struct Inference: Sendable {
  /// `nil` is an absent optional input.
  package let types: [ValueType?]
  /// The inputs' values, where they are known before the run.
  package let known: [Value?]
  /// How many outputs the node names; trailing ones may be absent.
  package let outputCount: Int
  /// Infers a body's outputs, given its inputs' types.
  package let inferBody: @Sendable (Graph, [ValueType]) throws(OperatorError) -> [ValueType]

  package init(
    types: [ValueType?], known: [Value?], outputCount: Int,
    inferBody: @escaping @Sendable (Graph, [ValueType]) throws(OperatorError) -> [ValueType] = {
      (graph, _) throws(OperatorError) in graph.outputs.map { _ in .unknown }
    }
  ) {
    self.types = types
    self.known = known
    self.outputCount = outputCount
    self.inferBody = inferBody
  }
}

/// A graph that a node runs.
package enum Body: Sendable {
  /// The one of this number among the operator's ``Operator/bodies``.
  case own(Int)
  /// One that the operator wrote for this run.
  case made(Graph)
  /// One that the operator writes for inputs of these types, in the same way in every run.
  case composed([ValueType?], @Sendable () throws(OperatorError) -> Graph)
}

/// A node's inputs at run time, and what it may ask of its surroundings.
package struct Evaluation: Sendable {
  /// `nil` is an absent optional input.
  package let values: [Value?]
  /// Which outputs are asked for.
  package let wanted: [Bool]
  package let precision: Precision
  /// Distinguishes the random numbers of one node and run from all others'.
  package let seed: UInt64
  /// Runs a body with these inputs; the values around it are in reach.
  package let run: @Sendable (Body, [Value?]) throws(OperatorError) -> [Value?]

  package init(
    values: [Value?], wanted: [Bool] = [true], precision: Precision = .native, seed: UInt64 = 0,
    run: @escaping @Sendable (Body, [Value?]) throws(OperatorError) -> [Value?] = {
      (_, _) throws(OperatorError) in throw .unsupported("a body outside of a runtime")
    }
  ) {
    self.values = values
    self.wanted = wanted
    self.precision = precision
    self.seed = seed
    self.run = run
  }

  /// Whether output `index` is asked for.
  package func wants(_ index: Int) -> Bool { index < wanted.count && wanted[index] }
}
