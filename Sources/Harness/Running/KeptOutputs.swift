internal import Foundation
internal import ModelFiles
package import Runtimes
package import Tensors

/// A folder of the outputs that runtimes gave: what workers leave for those who compare them.
package struct KeptOutputs: Sendable {
  package let path: String

  package init(_ path: String) { self.path = path }

  /// Writes a case's outputs; a value that can't be written is not there for whoever reads.
  package func keep(_ record: CaseRecord, _ values: CaseValues) {
    for (set, data) in values.sets.enumerated() where !data.outputs.isEmpty {
      let folder = folder(of: record.case, record.runtime, set: set)
      try? FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      for (index, output) in data.outputs.enumerated() {
        guard let value = output.value else { continue }
        try? value.write(to: "\(folder)/\(index).\(value.kindName).pb")
      }
    }
  }

  /// The outputs of a data set, in order; `nil` where the runtime gave none.
  func outputs(
    of id: CaseID, _ runtime: String, set: Int, _ model: ModelInterface, _ loader: any CaseLoader
  ) -> [Value]? {
    let folder = folder(of: id, runtime, set: set)
    guard let names = try? Files.list(folder), !names.isEmpty else { return nil }
    var outputs: [Value] = []
    for index in names.indices {
      guard let name = names.first(where: { $0.hasPrefix("\(index).") }) else { return nil }
      // Bytes of a tensor are read as one whatever the model declares.
      let type = index < model.outputs.count ? model.outputs[index].type : nil
      let isTensor = name.hasSuffix(".tensor.pb")
      guard let value = try? loader.value("\(folder)/\(name)", as: isTensor ? nil : type),
        name == "\(index).\(value.kindName).pb"
      else { return nil }
      outputs.append(value)
    }
    return outputs
  }

  /// The outputs of a data set, as ``outputs(of:_:set:_:_:)``, which are forgotten.
  package func take(
    of id: CaseID, _ runtime: String, set: Int, _ model: ModelInterface, _ loader: any CaseLoader
  ) -> [Value]? {
    let folder = folder(of: id, runtime, set: set)
    defer { for name in Files.names(in: folder) { Files.remove("\(folder)/\(name)") } }
    return outputs(of: id, runtime, set: set, model, loader)
  }

  private func folder(of id: CaseID, _ runtime: String, set: Int) -> String {
    "\(path)/\(runtime)/\(id)/\(set)"
  }
}

extension Value {
  fileprivate var kindName: String {
    switch self {
    case .tensor: "tensor"
    case .sequence: "sequence"
    case .optional: "optional"
    case .map: "map"
    case .sparse: "sparse"
    }
  }
}
