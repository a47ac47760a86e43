import Graphs
import Operators
import Tensors

/// A node that treats every element of one input alike, whatever the order of the axes.
struct ElementwiseNode {
  let number: Int
  let data: ValueID
  /// Constants that broadcast to the data: input position and tensor.
  var constants: [Int: Tensor] = [:]

  /// The inputs of the node over data whose axes come in another order; `nil` where a constant's
  /// elements would have to move.
  func reordered(_ order: [Int]) -> [Int: Tensor]? {
    var result: [Int: Tensor] = [:]
    for (position, tensor) in constants where tensor.count != 1 {
      let dims = Array(repeating: 1, count: order.count - tensor.rank) + tensor.shape.dims
      guard dims.count(where: { $0 != 1 }) == 1,
        let moved = try? tensor.reshaped(to: Shape(order.map { dims[$0] }))
      else { return nil }
      result[position] = moved
    }
    return result
  }
}

extension GraphIndex {
  /// The node that makes a value element by element from one other and constants.
  func elementwise(_ id: ValueID) -> ElementwiseNode? {
    guard let number = maker(of: id), isPrivate(id), !self[number].hasFurtherOutputs else {
      return nil
    }
    let node = self[number]
    if node.traits.contains(.elementwise) {
      return node.input(0).map { ElementwiseNode(number: number, data: $0) }
    }
    guard node.traits.contains(.broadcasting), node.inputs.count == 2 else { return nil }
    for (position, (data, other)) in operandOrders(number).enumerated() {
      // A slope does not extend what it is the slope of.
      if node.isOne(of: .pRelu), position == 1 { continue }
      guard constant(data) == nil, let tensor = constant(other), let rank = type(data)?.rank,
        tensor.rank <= rank
      else { continue }
      return ElementwiseNode(number: number, data: data, constants: [1 - position: tensor])
    }
    return nil
  }
}
