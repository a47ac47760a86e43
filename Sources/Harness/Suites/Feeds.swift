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
  package func feeds(
    set: Int, of model: ModelInterface, loader: any CaseLoader
  ) throws(LoadError) -> Feeds {
    let name = "test_data_set_\(set)"
    let data = DataSetFolder("\(folder)/\(name)", name: "\(name) of \(id)")
    guard try data.count(.output) > 0 || refusal != nil else {
      throw LoadError(.load, "\(data.name) has no output_0.pb to compare with")
    }
    return Feeds(
      inputs: try data.inputs(of: model, loader: loader),
      expected: try data.expected(of: model, loader: loader))
  }
}

/// A folder with the files of a data set: `input_0.pb`, …, `output_0.pb`, ….
package struct DataSetFolder: Sendable {
  private let path: String
  /// The subject of sentences.
  let name: String

  package init(_ path: String, name: String) {
    self.path = path
    self.name = name
  }

  /// One value a graph input, in order.
  ///
  /// With as many files as inputs, file K feeds input K. With fewer, the files feed the inputs that
  /// are not initializers, in order.
  package func inputs(
    of model: ModelInterface, loader: any CaseLoader
  ) throws(LoadError) -> [Value?] {
    let count = try count(.input)
    let required = model.inputs.indices.filter { !model.inputs[$0].hasDefault }
    let targets = count == model.inputs.count ? Array(model.inputs.indices) : required
    guard targets.count == count else {
      throw LoadError(
        .load,
        "\(name) has \(count) input files, but the model takes \(model.inputs.count), "
          + "\(required.count) of them without an initializer")
    }
    var given = [Value?](repeating: nil, count: model.inputs.count)
    for (index, input) in targets.enumerated() {
      given[input] = try loader.value(file(.input, index), as: model.inputs[input].type)
    }
    return given
  }

  /// One value an output file, in order.
  package func expected(
    of model: ModelInterface, loader: any CaseLoader
  ) throws(LoadError) -> [Value] {
    var expected: [Value] = []
    for index in 0..<(try count(.output)) {
      let type = index < model.outputs.count ? model.outputs[index].type : nil
      expected.append(try loader.value(file(.output, index), as: type))
    }
    return expected
  }

  private func file(_ role: DataRole, _ index: Int) -> String {
    "\(path)/\(role.rawValue)_\(index).pb"
  }

  fileprivate func count(_ role: DataRole) throws(LoadError) -> Int {
    let names: [String]
    do { names = try Files.list(path) } catch {
      throw LoadError(.load, "\(name) can't be read: \(error)")
    }
    return names.count { $0.hasPrefix("\(role.rawValue)_") && $0.hasSuffix(".pb") }
  }
}
