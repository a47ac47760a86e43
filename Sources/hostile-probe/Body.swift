import Graphs
import Operators
import Tensors

extension Graph {
  /// A body that hands on what it is given: the first output is the first input's, or true.
  ///
  /// - Parameter first: added to the ids, so that those of a model's graphs differ.
  static func body(inputs: Int, outputs: Int, first: Int) -> Graph {
    let given = (0..<inputs).map { ValueID(first + $0) }
    let condition = ValueID(first + inputs)
    let made = (0..<outputs).map { $0 == 0 ? condition : given.last ?? condition }
    return Graph(
      name: "body", inputs: given, outputs: made,
      constants: [condition: .tensor(Tensor(scalar: true))], opsets: ["": 25])
  }
}
