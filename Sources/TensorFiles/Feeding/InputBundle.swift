import Archives
import Graphs
import Harness
import Runtimes
import Tensors

/// Values of several inputs in one place: a folder as the suites have it, or an `.npz`, `.h5`, `.json`, `.csv`
/// or `.tsv` file.
enum InputBundle {
  case numpy(NumpyArchive)
  case archive(path: String)
  case json(JSONFile)
  case table(CSVFile)
  case folder(DataSetFolder)

  /// - Throws: a sentence where the file or folder is not there or is none of them.
  init(_ path: String, names: [String]) throws(FeedError) {
    if Files.isFolder(path) {
      self = .folder(DataSetFolder(path, name: "'\(path)'"))
      return
    }
    switch TensorFormat(path: path) {
    case .npz:
      self = .numpy(
        try TensorFile(path).parsed { bytes throws(FormatError) in
          try NumpyArchive(bytes)
        })
    case .h5, .hdf5: self = .archive(path: path)
    case .json:
      self = .json(
        try TensorFile(path).parsed { bytes throws(FormatError) in try JSONFile(bytes) })
    case .csv, .tsv:
      self = .table(try TensorFile(path).table(names: names))
    case .npy, .pb, .txt, nil:
      throw FeedError(
        "'\(path)' is no data of several inputs: expected a folder with input_0.pb, or an .npz, .h5, "
          + ".json or .csv file.")
    }
  }

  /// The values that are there, by the place of their inputs, in their own types; those of a table in
  /// the declared ones.
  ///
  /// - Parameter noun: what the model's inputs are called in sentences.
  /// - Throws: a sentence where a file is damaged, or names no input at all.
  func values(
    _ model: ModelInterface, of path: String, called noun: String = "input"
  ) throws(FeedError) -> [Int: Value] {
    switch self {
    case .folder(let folder):
      do throws(LoadError) {
        let inputs = try folder.inputs(of: model, loader: ModelFileLoader())
        return Dictionary(
          uniqueKeysWithValues: inputs.enumerated().compactMap { place, value in
            value.map { (place, $0) }
          })
      } catch { throw FeedError("\(error).") }
    case .numpy(let archive):
      return try values(named: archive.names, model, path, noun) { name throws(FeedError) in
        .tensor(
          try TensorFile(path).explained { () throws(FormatError) in try archive.tensor(name) })
      }
    case .archive(let path):
      let names = try TensorFile(path).archiveNames()
      return try values(named: names, model, path, noun) { name throws(FeedError) in
        .tensor(try TensorFile(path).archived(name))
      }
    case .json(let file):
      return try values(named: file.names, model, path, noun) { name throws(FeedError) in
        try TensorFile(path).explained { () throws(FormatError) in try file.value(name) }
      }
    case .table(let table):
      var values: [Int: Value] = [:]
      for (place, input) in model.inputs.enumerated() {
        let isAlone = model.inputs.count { !$0.hasDefault } == 1 && !input.hasDefault
        guard let type = input.type?.tensor, table.has(input.name) || isAlone else { continue }
        values[place] = .tensor(
          try TensorFile(path).explained { () throws(FormatError) in
            try table.tensor(input.name, as: type)
          })
      }
      return try checked(values, path, table.header ?? [], model, noun)
    }
  }

  /// Values by their inputs' names; by place those that numpy names `arr_0`, `arr_1`, ….
  private func values(
    named names: [String], _ model: ModelInterface, _ path: String, _ noun: String,
    _ value: (String) throws(FeedError) -> Value
  ) throws(FeedError) -> [Int: Value] {
    var values: [Int: Value] = [:]
    let places = model.inputs.indices.filter { !model.inputs[$0].hasDefault }
    for name in names {
      let plain = name.drop { $0 == "/" }
      let named = model.inputs.firstIndex { $0.name == name || $0.name.drop { $0 == "/" } == plain }
      let number = name.hasPrefix("arr_") ? Int(name.dropFirst(4)) : nil
      let place = named ?? number.flatMap { places.indices.contains($0) ? places[$0] : nil }
      if let place { values[place] = try value(name) }
    }
    return try checked(values, path, names, model, noun)
  }

  private func checked(
    _ values: [Int: Value], _ path: String, _ names: [String], _ model: ModelInterface,
    _ noun: String
  ) throws(FeedError) -> [Int: Value] {
    guard values.isEmpty, !model.inputs.isEmpty else { return values }
    func list(_ names: [String]) -> String {
      names.isEmpty ? "none" : names.map { "'\($0.onOneLine)'" }.joined(separator: ", ")
    }
    throw FeedError(
      "'\(path)' has no \(noun) of the model: it has \(list(names)), and the \(noun)s are "
        + "\(list(model.inputs.map(\.name))).")
  }
}
