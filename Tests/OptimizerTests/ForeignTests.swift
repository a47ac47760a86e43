import Exporter
import Graphs
import Importer
import Interpreter
import ModelFiles
import Operators
import Optimizer
import Runtimes
import Tensors
import Testing

@Suite("Nodes of operators that this program does not do")
struct ForeignTests {
  private static let float = TypeProto(.tensor(1, dims: [DimensionProto(.value(2))]))

  /// `y = Neg(Theirs(Identity(x)))`, its body reading a value around it, too.
  private var file: ModelFile {
    var body = GraphProto()
    body.name = "inside"
    body.nodes = [NodeProto("Neg", name: "n", inputs: ["same"], outputs: ["inner"])]
    body.outputs = [ValueInfoProto("inner", Self.float)]
    var graph = GraphProto()
    graph.name = "main"
    graph.inputs = [ValueInfoProto("x", Self.float)]
    graph.outputs = [ValueInfoProto("y", Self.float)]
    graph.nodes = [
      NodeProto("Neg", name: "first", inputs: ["x"], outputs: ["minus"]),
      NodeProto("Identity", name: "i", inputs: ["minus"], outputs: ["same"]),
      NodeProto(
        "Theirs", domain: "com.example", name: "t", inputs: ["same", "", "x"],
        outputs: ["middle", "unread"],
        attributes: [
          AttributeProto("alpha", .float(0.5)), AttributeProto("body", .graph(body)),
          AttributeProto("names", .strings([Array("a".utf8)])),
        ]),
      NodeProto("Unknown", name: "u", inputs: ["x"], outputs: ["nobody"]),
      NodeProto("Identity", name: "j", inputs: ["middle"], outputs: ["again"]),
      NodeProto("Neg", name: "last", inputs: ["again"], outputs: ["y"]),
    ]
    var file = ModelFile(graph: graph, opset: 17)
    file.opsetImports.append(OperatorSetID(domain: "com.example", version: 3))
    return file
  }

  @Test("are refused where the model is to run")
  func refused() throws {
    #expect {
      try importGraph(file)
    } throws: {
      "\($0)"
        == "operator com.example.Theirs-3 is not supported; operator Unknown-17 is not supported."
    }
  }

  @Test("say so when they are run all the same")
  func run() async throws {
    let graph = try importGraph(file, foreign: .kept)
    await #expect {
      try await graph.run(floats([1, 2]))
    } throws: {
      "\($0)".contains("Theirs-3 't': operator com.example.Theirs-3 is not supported")
    }
  }

  @Test("are left alone by every pass, named in the trace, and written as they were")
  func optimized() async throws {
    let graph = try importGraph(file, foreign: .kept)
    let optimized = try await PassCatalog(folder: Interpreter()).optimizer
      .optimize(graph, isForFile: true)
    #expect(optimized.trace.foreign == ["com.example.Theirs 't'", "Unknown 'u'"])
    #expect(optimized.graph.operators == ["Neg", "Theirs", "Unknown", "Neg"])
    let written = try ModelFile(bytes: exportModel(optimized.graph, like: file).serialized())
    #expect(written.opsetImports.contains(OperatorSetID(domain: "com.example", version: 3)))
    #expect(written.opsetImports.contains(OperatorSetID(domain: "", version: 17)))
    let node = try #require(written.graph.nodes.first { $0.operatorName == "Theirs" })
    #expect(node.domain == "com.example" && node.inputs == ["minus", "", "x"])
    #expect(node.outputs == ["middle", "unread"])
    #expect(node.attributes.map(\.name) == ["alpha", "body", "names"])
    guard case .graph(let body) = node.attributes[1].value else {
      Issue.record("the body is no graph")
      return
    }
    #expect(body.nodes.map(\.inputs) == [["minus"]])
  }
}
