import Harness
package import Runtimes
package import Tensors

/// Values that a model's outputs are held against, from a file or folder.
package enum ExpectedOutputs {
  /// The values by the places of their outputs: those of `.npz`, `.h5` and `.json` by name, of a folder by
  /// place (`output_0.pb`), of another file the only output's.
  ///
  /// - Throws: a sentence where the file is damaged, or has none of the outputs.
  package static func values(
    _ path: String, of model: ModelInterface
  ) throws(FeedError) -> [Int: Value] {
    let outputs = ModelInterface(inputs: model.outputs, outputs: [])
    if Files.isFolder(path) {
      do throws(LoadError) {
        let folder = DataSetFolder(path, name: "'\(path)'")
        let values = try folder.expected(of: model, loader: ModelFileLoader())
        guard !values.isEmpty, values.count <= model.outputs.count else {
          throw LoadError(
            .load,
            "'\(path)' has \(values.count) files output_0.pb, …, and the model has "
              + "\(model.outputs.count) outputs")
        }
        return Dictionary(uniqueKeysWithValues: values.enumerated().map { ($0.offset, $0.element) })
      } catch { throw FeedError("\(error).") }
    }
    if TensorFormat(path: path)?.isBundle == true {
      return try InputBundle(path, names: []).values(outputs, of: path, called: "output")
    }
    guard model.outputs.count == 1 else {
      throw FeedError(
        "'\(path)' has one value, and the model has \(model.outputs.count) outputs: a folder, .npz, "
          + ".h5 or .json has them by name.")
    }
    let output = model.outputs[0]
    return [0: try TensorFile(path).value(name: output.name, as: output.type)]
  }
}
