import Graphs
import Operators
import Tensors

/// A product of values and constants, as the tree of nodes that computes it.
struct Product {
  var constant = 1.0
  var factors: [ValueID] = []
  var nodes: Set<Int> = []
  /// More nodes than any product of a pattern has.
  static let mostNodes = 6
}

extension GraphIndex {
  /// The two operands of a node whose operator broadcasts as since opset 7.
  func operands(_ number: Int?) -> (ValueID, ValueID)? {
    guard let number, self[number].opset >= 7, let a = self[number].input(0),
      let b = self[number].input(1)
    else { return nil }
    return (a, b)
  }

  /// Both orders of a node's two operands.
  func operandOrders(_ number: Int?) -> [(ValueID, ValueID)] {
    guard let (a, b) = operands(number) else { return [] }
    return [(a, b), (b, a)]
  }

  /// The node that makes a value by adding two others.
  func sum(_ id: ValueID?) -> Int? {
    guard let number = maker(of: id, .add, .sum), self[number].inputs.count == 2 else {
      return nil
    }
    return number
  }

  /// The other operand of the sum of a value and this number.
  func addend(to number: Double, in id: ValueID?) -> (other: ValueID, node: Int)? {
    let add = sum(id)
    for (a, b) in operandOrders(add) {
      if let add, scalar(a) == number { return (b, add) }
    }
    return nil
  }

  /// What a value is the product of, as far as nobody else reads what lies between.
  func product(_ id: ValueID) -> Product {
    var product = Product()
    if let number = maker(of: id, .mul, .div, .pow), multiply(number, into: &product) {
      return product
    }
    return Product(factors: [id])
  }

  private func multiply(_ number: Int, into product: inout Product) -> Bool {
    guard let (a, b) = operands(number) else { return false }
    switch self[number].kind {
    case .mul:
      product.nodes.insert(number)
      multiply(by: a, into: &product)
      multiply(by: b, into: &product)
    case .div:
      guard let divisor = scalar(b), divisor != 0 else { return false }
      product.nodes.insert(number)
      product.constant /= divisor
      multiply(by: a, into: &product)
    default:
      guard let power = scalar(b), power == 2 || power == 3 else { return false }
      product.nodes.insert(number)
      product.factors += Array(repeating: a, count: Int(power))
    }
    return true
  }

  private func multiply(by id: ValueID, into product: inout Product) {
    if let scalar = scalar(id) {
      product.constant *= scalar
    } else if product.nodes.count < Product.mostNodes, isPrivate(id),
      let number = maker(of: id, .mul, .div, .pow),
      multiply(number, into: &product)
    {
      return
    } else {
      product.factors.append(id)
    }
  }
}
