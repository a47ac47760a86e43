internal import Runtimes
package import Tensors

/// What a case took, was to give, and gave on one runtime: for those who want to see the numbers.
package struct CaseValues: Sendable {
  package let suiteCase: SuiteCase
  package internal(set) var sets: [DataSet] = []

  init(_ suiteCase: SuiteCase) { self.suiteCase = suiteCase }

  /// One data set, in the order of the graph's inputs and outputs.
  package struct DataSet: Sendable {
    package let inputs: [Named]
    package let expected: [Named]
    /// Empty where the runtime gave none.
    package internal(set) var outputs: [Named] = []
    package internal(set) var comparisons: [Comparison] = []
  }

  /// A value under its name in the graph; `nil` takes the input's default.
  package struct Named: Sendable {
    package let name: String
    package let value: Value?
  }

  mutating func add(_ feeds: Feeds, _ model: ModelInterface) {
    let inputs = zip(model.inputs, feeds.inputs).map { Named(name: $0.name, value: $1) }
    let expected = feeds.expected.enumerated().map { index, value in
      Named(name: model.outputName(index), value: value)
    }
    sets.append(DataSet(inputs: inputs, expected: expected))
  }

  /// Adds what came of the newest data set.
  mutating func add(_ outputs: [Value], _ model: ModelInterface, _ comparisons: [Comparison]) {
    guard !sets.isEmpty else { return }
    sets[sets.count - 1].outputs = outputs.enumerated().map { index, value in
      Named(name: model.outputName(index), value: value)
    }
    sets[sets.count - 1].comparisons = comparisons
  }
}
