package import Runtimes
package import Tensors

/// A data set of a case, as values.
package struct Feeds: Sendable {
  /// One a graph input, in order; `nil` takes the input's default.
  package let inputs: [Value?]
  /// One an output file, in order.
  package let expected: [Value]
}

extension SuiteCase {
  /// Reads a data set and says which graph input each file feeds.
  ///
  /// With as many files as inputs, file K feeds input K. With fewer, the files feed the inputs that
  /// are not initializers, in order.
  package func feeds(
    set: Int, of model: ModelInterface, loader: any CaseLoader
  ) throws(LoadError) -> Feeds {
    let folder = "\(folder)/test_data_set_\(set)"
    let names: [String]
    do { names = try Files.list(folder) } catch {
      throw LoadError(.load, "test_data_set_\(set) of \(id) can't be read: \(error)")
    }
    let inputCount = names.count { $0.hasPrefix("input_") && $0.hasSuffix(".pb") }
    let outputCount = names.count { $0.hasPrefix("output_") && $0.hasSuffix(".pb") }
    guard outputCount > 0 || refusal != nil else {
      throw LoadError(.load, "test_data_set_\(set) of \(id) has no output_0.pb to compare with")
    }
    let required = model.inputs.indices.filter { !model.inputs[$0].hasDefault }
    let targets = inputCount == model.inputs.count ? Array(model.inputs.indices) : required
    guard targets.count == inputCount else {
      throw LoadError(
        .load,
        "test_data_set_\(set) of \(id) has \(inputCount) input files, but the model takes "
          + "\(model.inputs.count), \(required.count) of them without an initializer")
    }
    var given: [Int: Value] = [:]
    for (index, input) in targets.enumerated() {
      given[input] = try loader.value(
        dataPath(set: set, .input, index), as: model.inputs[input].type)
    }
    var expected: [Value] = []
    for index in 0..<outputCount {
      let type = index < model.outputs.count ? model.outputs[index].type : nil
      expected.append(try loader.value(dataPath(set: set, .output, index), as: type))
    }
    return Feeds(inputs: model.inputs.indices.map { given[$0] }, expected: expected)
  }
}
