internal import Foundation
internal import Harness
internal import ModelFiles
internal import Runtimes
internal import TensorFiles
internal import Tensors

/// Values as files of a folder, in the layout of onnx's test data sets: `input_0.pb`, `output_0.pb`;
/// and beside each tensor `input_0.npy`, where numpy has its type.
struct ValueFolder {
  let interface: ModelInterface

  /// Counts only the inputs that are given: their messages hold their names.
  func write(_ inputs: [Value?], to folder: String) throws {
    let given = zip(interface.inputs, inputs).compactMap { port, value in value.map { (port, $0) } }
    for (index, (port, value)) in given.enumerated() {
      let path = "\(folder)/input_\(index)"
      try Data(value.serialized(name: port.name)).write(to: URL(filePath: "\(path).pb"))
      if let bytes = value.tensor.flatMap(NumpyFile.bytes) {
        try Data(bytes).write(to: URL(filePath: "\(path).npy"))
      }
    }
  }

  /// One value an output of the model, in order.
  func read(_ folder: String) throws(RuntimeError) -> [Value] {
    let names: [String]
    do throws(SystemError) { names = try Files.list(folder) } catch {
      throw .foreign(.run, "the folder of outputs can't be read: \(error)")
    }
    let count = interface.outputs.count
    if let extra = names.first(where: { (Self.number(of: $0) ?? 0) >= count }) {
      throw .foreign(.run, "the program wrote '\(extra)', but the model has \(count) outputs")
    }
    var values: [Value] = []
    for index in 0..<count {
      let output = interface.outputs[index]
      let stems = ["output_\(index)", output.name.replacing("/", with: "_")]
      let candidates = stems.flatMap { ["\($0).pb", "\($0).npy"] }
      guard let name = candidates.first(where: names.contains) else {
        throw .foreign(
          .run,
          "the program wrote no file for output '\(interface.outputName(index))': there is none of "
            + candidates.joined(separator: ", "))
      }
      values.append(try value("\(folder)/\(name)", named: name, output))
    }
    return values
  }

  private func value(
    _ path: String, named name: String, _ output: ModelInterface.Port
  ) throws(RuntimeError) -> Value {
    guard let bytes = Files.contents(path) else {
      throw .foreign(.run, "the program's '\(name)' can't be read")
    }
    do {
      return name.hasSuffix(".npy")
        ? .tensor(try NumpyFile.tensor(bytes))
        : try Value(bytes: bytes, name: name, as: output.type)
    } catch let error as FormatError {
      throw .foreign(.run, "the program's '\(name)' \(error.fact)")
    } catch {
      throw .foreign(.run, "the program's \(error)")
    }
  }

  /// 3 of `output_3.pb`.
  private static func number(of name: String) -> Int? {
    guard name.hasPrefix("output_"), name.hasSuffix(".pb") || name.hasSuffix(".npy") else {
      return nil
    }
    return Int(name.dropFirst("output_".count).prefix { $0 != "." })
  }
}
