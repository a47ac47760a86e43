import ModelFiles

/// How many nodes a model has once its functions stand in place of their calls, counted before one
/// does: twelve functions that each call the next one ten times are a small file.
struct InlinedNodes {
  let functions: [FunctionID: FunctionProto]
  private var counted: [FunctionID: Int] = [:]

  init(_ functions: [FunctionID: FunctionProto]) { self.functions = functions }

  /// Calls and graphs inside of attributes included; out of range the greatest number.
  mutating func count(_ nodes: [NodeProto]) -> Int {
    nodes.reduce(0) { sum, node in
      var own = 1
      for attribute in node.attributes {
        switch attribute.value {
        case .graph(let graph): own = Self.sum(own, count(graph.nodes))
        case .graphs(let graphs):
          for graph in graphs { own = Self.sum(own, count(graph.nodes)) }
        case .float, .int, .string, .tensor, .floats, .ints, .strings, .tensors, .sparseTensor,
          .sparseTensors, .typeProto, .typeProtos, .reference:
          continue
        }
      }
      return Self.sum(sum, Self.sum(own, count(node.function)))
    }
  }

  private mutating func count(_ id: FunctionID) -> Int {
    guard let function = functions[id] else { return 0 }
    if let known = counted[id] { return known }
    // A call of itself, which the import refuses, counts nothing.
    counted[id] = 0
    let count = count(function.nodes)
    counted[id] = count
    return count
  }

  private static func sum(_ a: Int, _ b: Int) -> Int {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? .max : sum
  }
}

extension NodeProto {
  /// What a function that the node calls is named by.
  var function: FunctionID { FunctionID(domain: domain, name: operatorName, overload: overload) }
}
