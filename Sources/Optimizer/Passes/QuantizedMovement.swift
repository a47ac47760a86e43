package import Graphs
import Operators
import Tensors

/// Moves the elements of a DequantizeLinear before it, as the integers that they are, and removes the
/// QuantizeLinear that makes those integers again.
///
/// `Transpose(DequantizeLinear(q)) = DequantizeLinear(Transpose(q))`; and of an integer n of 16 bits or
/// fewer `round((n · s) / s) = n`, as both roundings together move n by less than a half.
package struct QuantizedMovement: Pass {
  package let name = "quantized-movement"
  package let summary =
    "Move integers before a DequantizeLinear instead of floats after it, and end QuantizeLinear of it"
  package let effect = Effect.exact

  package init() {}

  @concurrent package func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
    let index = GraphIndex(graph)
    var rewrite = Rewrite()
    for (number, node) in graph.nodes.enumerated() {
      switch node.kind {
      case .dequantizeLinear: move(number, in: index, &rewrite)
      case .quantizeLinear: undo(number, in: index, &rewrite)
      default: continue
      }
    }
    return rewrite
  }

  private func undo(_ number: Int, in index: GraphIndex, _ rewrite: inout Rewrite) {
    guard let value = index.dequantized(index[number].input(0)),
      let again = index.quantization(number), again.isInverse(of: value.by)
    else { return }
    rewrite.replace(
      number, behind: [value.node], by: value.integers, in: index,
      "it makes the integers again that \(index[value.node].label) reads")
  }

  private func move(_ number: Int, in index: GraphIndex, _ rewrite: inout Rewrite) {
    let node = index[number]
    guard node.outputs.count == 1, let value = index.dequantized(node.outputs[0]) else { return }
    let (chain, axis) = index.movements(of: node.outputs[0], value.by.axis)
    guard let last = chain.last, rewrite.isFree(number), rewrite.isFree(chain) else { return }
    var edit = Rewrite.Edit(
      "\(node.label) comes after \(chain.count) nodes that move its elements")
    edit.removes = Set(chain + [number])
    var integers = value.integers
    for movement in chain {
      var moved = index[movement]
      let result = rewrite.newValue(
        .tensor(TensorType(value.by.dtype, index.type(moved.outputs[0])?.dims)))
      moved.inputs[0] = integers
      moved.outputs[0] = result
      edit.inserts.append(moved)
      integers = result
    }
    let inputs = [integers] + node.inputs.dropFirst()
    guard
      var dequantizing = axis.map({
        node.replacing(inputs: inputs, attributes: ["axis": .int(Int64($0))])
      }) ?? node.replacing(inputs: inputs, attributes: [:])
    else { return }
    dequantizing.outputs = index[last].outputs
    edit.inserts.append(dequantizing)
    rewrite.add(edit)
  }
}

extension GraphIndex {
  /// The nodes after a value, one after the other, that move its elements and do nothing else, and where
  /// its axis of scales is after them.
  fileprivate func movements(of id: ValueID?, _ axis: Int?) -> ([Int], Int?) {
    var chain: [Int] = []
    var (id, axis) = (id, axis)
    while let value = id, isPrivate(value), let reader = readers(of: value).first,
      self[reader].movesIntegers, self[reader].inputs.filter({ $0 == value }).count == 1,
      self[reader].input(0) == value
    {
      if let old = axis {
        guard let order = order(reader), self[reader].isOne(of: .transpose),
          let new = order.firstIndex(of: old)
        else { break }
        axis = new
      }
      chain.append(reader)
      id = self[reader].outputs[0]
    }
    return (chain, axis)
  }
}

extension Node {
  /// Whether the node gives its first input's elements, of integers too.
  fileprivate var movesIntegers: Bool {
    guard outputs.count == 1, isOne(of: .transpose) || traits.contains(.reshaping) else {
      return false
    }
    let types = revision.flatMap { revision in
      revision.input(0).flatMap { revision.types[$0.type]?.tensors }
    }
    return types.map { $0.contains(.int8) && $0.contains(.int32) && $0.contains(.uint16) } ?? false
  }
}
