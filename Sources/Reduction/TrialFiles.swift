import Exporter
internal import Foundation
import Harness
import Importer
import ModelFiles
package import Tensors

/// A fed graph as a case's folder: `model.onnx`, and `test_data_set_K` with one file an input.
package struct TrialFiles: Sendable {
  package let folder: String
  package let fed: FedGraph

  package var model: String { "\(folder)/model.onnx" }
  package func data(_ set: Int) -> String { "\(folder)/test_data_set_\(set)" }

  /// Writes it, over what an earlier one left.
  ///
  /// - Parameters:
  ///   - outputs: what is expected, where a case is to say so; one list a data set.
  ///   - mostInside: bytes of tensors in all beyond which they lie beside the model.
  package init(
    _ fed: FedGraph, in folder: String, outputs: [[Value]] = [], mostInside: Int = 1 << 30
  ) throws {
    self.folder = folder
    self.fed = fed
    try Files.makeFolder(folder)
    for name in Files.folders(in: folder) where name.hasPrefix("test_data_set_") {
      try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
    _ = try exportModel(fed.graph).write(
      to: "\(folder)/model.onnx", spillingFrom: mostInside)
    for (set, inputs) in fed.sets.enumerated() {
      let data = data(set)
      try Files.makeFolder(data)
      for (place, value) in inputs.enumerated() {
        try value.write(to: "\(data)/input_\(place).pb")
      }
      for (place, value) in (outputs.indices.contains(set) ? outputs[set] : []).enumerated() {
        try value.write(to: "\(data)/output_\(place).pb")
      }
    }
  }
}
