import Archives
import Graphs
import Harness
import ModelFiles
import Runtimes
import Synchronization
import TensorFiles
import Tensors

/// Writes all values of steps, as the run makes them.
///
/// A folder gets one a step, such as `00012-stem`, with `input_0.npy`, `output_0.npy` in it; `.pb` where
/// numpy lacks the type. An HDF5 file gets the same as groups and data sets; a sequence is a group.
struct TraceDump: ~Copyable {
  private let folder: String?
  private var archive: Archive?

  private init(folder: String?, archive: consuming Archive?) {
    self.folder = folder
    self.archive = archive
  }

  static func make(at path: String) throws(Failure) -> TraceDump {
    switch TensorFormat(path: path) {
    case .h5, .hdf5:
      do throws(ArchiveError) {
        return TraceDump(folder: nil, archive: try Archive(creating: path))
      } catch { throw Failure(.infrastructure, "\(error).") }
    case nil:
      try Terminal.check(emptyFolder: path)
      do throws(FileError) { try Files.makeFolder(path) } catch {
        throw Failure(.infrastructure, "\(error).")
      }
      return TraceDump(folder: path, archive: nil)
    case .npy, .npz, .pb, .csv, .tsv, .txt, .json:
      throw Failure(.usage, "--dump is '\(path)', expected a folder or a file that ends in .h5.")
    }
  }

  func write(_ step: TappedStep, index: Int) throws {
    let digits = "\(index)"
    let number = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    let name = step.node.name.map {
      $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "_"
    }
    let own = "\(number)-\(String(name.prefix(80)))"
    if let folder { try Files.makeFolder("\(folder)/\(own)") }
    try archive?.makeGroup(
      own,
      texts: [
        "node": step.node.name, "operator": step.node.operatorName,
        "path": step.path.description,
      ])
    for (kind, ids, values) in [
      ("input", step.node.inputs, step.inputs), ("output", step.node.outputs, step.outputs),
    ] {
      for (place, value) in values.enumerated() {
        guard let value else { continue }
        let id = place < ids.count ? ids[place] : nil
        let label = id.flatMap { step.graph.names[$0] } ?? ""
        try write(value, as: "\(own)/\(kind)_\(place)", named: label)
      }
    }
  }

  private func write(_ value: Value, as name: String, named label: String) throws {
    guard let folder else { return try archive(value, as: name, named: label) }
    if let bytes = value.tensor.flatMap(NumpyFile.bytes) {
      return try Files.fill("\(folder)/\(name).npy", with: bytes)
    }
    try Files.fill("\(folder)/\(name).pb", with: value.serialized(name: label))
  }

  private func archive(_ value: Value, as name: String, named label: String) throws {
    switch value {
    case .tensor(let tensor): try archive?.write(tensor, as: name, texts: ["name": label])
    case .sequence(let values, _):
      try archive?.makeGroup(name, texts: ["name": label])
      for (place, value) in values.enumerated() {
        try archive(value, as: "\(name)/\(place)", named: "\(label)[\(place)]")
      }
    case .optional(let value, _):
      if let value { try archive(value, as: name, named: label) }
    case .map(let map):
      try archive?.makeGroup(name, texts: ["name": label])
      try archive(.tensor(map.keys), as: "\(name)/keys", named: label)
      try archive(map.values, as: "\(name)/values", named: label)
    case .sparse(let sparse):
      try archive?.makeGroup(name, texts: ["name": label])
      try archive?.write(sparse.indices, as: "\(name)/indices")
      try archive?.write(sparse.values, as: "\(name)/values")
    }
  }

  consuming func finish() throws(Failure) {
    do throws(ArchiveError) { try archive.take()?.finish() } catch {
      throw Failure(.infrastructure, "\(error).")
    }
  }
}
