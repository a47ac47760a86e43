import Foundation
import Graphs
import Harness
import Interpreter
import ModelFiles
import Runtimes
import Tensors
import Testing

@Suite("Weights in a file beside the model") struct ExternalDataTests {
  @Test("are mapped once, whatever reads the model")
  func once() async throws {
    let folder = NSTemporaryDirectory() + "external-\(UUID().uuidString)"
    try Files.makeFolder(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var model = TestModel()
    model.input("x", .float, [512])
    model.output("y", .float, [512])
    model.constant("w", Tensor(vector: [Float](repeating: 2, count: 512)))
    model.node("Mul", ["x", "w"], ["y"])
    let path = "\(folder)/model.onnx"
    let name = try #require(try model.file.write(to: path, spillingFrom: 1))
    let source = try ModelFileLoader().source(path)
    let x = Value.tensor(Tensor(vector: [Float](repeating: 3, count: 512)))
    for runtime in [Interpreter(), Interpreter(precision: .double)] {
      let outputs = try await runtime.prepare(source).run([x]).outputs
      #expect(outputs[0].hasBits(of: .tensor(Tensor(vector: [Float](repeating: 6, count: 512)))))
    }
    let graph = try source.graph()
    let maps = try Files.read("/proc/self/maps").split(separator: "\n")
    #expect(maps.count { $0.hasSuffix("\(folder)/\(name)") } == 1)
    #expect(source.externalFiles == [name] && graph.nodes.count == 1)
  }
}
