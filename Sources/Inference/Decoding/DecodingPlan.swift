import Graphs
import Operators
package import Runtimes
import TensorFiles
import Tensors

/// How the outputs of one step become the inputs of the next.
package struct DecodingPlan: Sendable {
  package let model: ModelInterface
  let fed: [(output: Int, input: Int)]
  let scores: Int
  let tokens: Int
  let choice: TokenChoice
  let grown: [Int]
  let advanced: [Int]
  /// What inputs take from the second step on.
  let later: [Int: Value]
  let stop: Int?
  /// What was chosen that nobody asked for.
  package let notes: [String]

  /// The places of inputs that steps fill, which may start empty.
  package var fedInputs: [Int] { fed.map(\.input) }

  /// Whether a cache holds what was before, so that a step takes the new token alone.
  private var hasCache: Bool { !fed.isEmpty }

  /// A row of scores for each sequence: those of the last position.
  ///
  /// - Throws: a sentence where the output has none, or not as many in a row as there are labels.
  func rows(of outputs: [Value], _ labelCount: Int? = nil) throws(FeedError) -> [[Double]] {
    let name = model.outputs[scores].name.onOneLine
    guard outputs.indices.contains(scores), let tensor = outputs[scores].tensor,
      let numbers = tensor.doubles, let width = tensor.shape.dims.last, width > 0, tensor.count > 0
    else { throw FeedError("Output '\(name)' has no scores of tokens.") }
    if let labelCount, labelCount != width {
      throw FeedError(
        "There are \(labelCount) labels, but output '\(name)' has \(width) scores in a row.")
    }
    let positions: Int
    switch tensor.rank {
    case 1: positions = 1
    // Of a model that takes one sequence as a vector, the first axis is positions.
    case 2: positions = model.inputs[tokens].type?.tensor?.rank == 1 ? tensor.shape[0] : 1
    case 3: positions = tensor.shape[1]
    default:
      throw FeedError("Output '\(name)' has shape \(tensor.shape), expected 1 to 3 axes of scores.")
    }
    return stride(from: 0, to: numbers.count, by: positions * width).map { start in
      let last = start + (positions - 1) * width
      return Array(numbers[last..<last + width])
    }
  }

  /// The inputs of the step after one that took `inputs` and gave `outputs`.
  func inputs(
    after inputs: [Value?], _ outputs: [Value], choosing chosen: [Int]
  ) throws(FeedError) -> [Value?] {
    var next = inputs
    for (place, value) in later { next[place] = value }
    for (output, input) in fed where outputs.indices.contains(output) {
      next[input] = outputs[output]
    }
    let name = model.inputs[tokens].name.onOneLine
    guard let old = inputs[tokens]?.tensor, old.dtype.isInteger, old.rank > 0 else {
      throw FeedError("Input '\(name)' holds no tokens: it has to be given as integers.")
    }
    let fresh = Tensor(
      old.dtype, Shape(old.shape.dims.dropLast() + [1]), repeating: chosen.map { Int64($0) })
    guard fresh.count == chosen.count else {
      throw FeedError(
        "Input '\(name)' has shape \(old.shape), and there are \(chosen.count) sequences.")
    }
    next[tokens] = .tensor(hasCache ? fresh : try old.appending(fresh, to: name))
    for place in grown {
      next[place] = try extended(inputs[place], place) { old, shape in
        Tensor(old.dtype, shape, repeating: [1.0])
      }
    }
    for place in advanced {
      next[place] = try extended(inputs[place], place, replaces: hasCache) { old, shape in
        let last = old.shape.dims.last ?? 1
        let positions = old.integers ?? []
        let ends = stride(from: last - 1, to: positions.count, by: max(last, 1))
        return Tensor(old.dtype, shape, repeating: ends.map { Int64(positions[$0] &+ 1) })
      }
    }
    return next
  }

  /// A value with one more at the end of its last axis, or that one alone.
  private func extended(
    _ value: Value?, _ place: Int, replaces: Bool = false, by make: (Tensor, Shape) -> Tensor
  ) throws(FeedError) -> Value {
    let name = model.inputs[place].name.onOneLine
    guard let old = value?.tensor, old.rank > 0, old.count > 0, old.dtype != .string else {
      throw FeedError("Input '\(name)' is not given or is empty, so that nothing goes on from it.")
    }
    let more = make(old, Shape(old.shape.dims.dropLast() + [1]))
    return .tensor(replaces ? more : try old.appending(more, to: name))
  }
}

extension Tensor {
  /// The tensor with another one behind it on the last axis.
  fileprivate func appending(_ more: Tensor, to name: String) throws(FeedError) -> Tensor {
    let (a, b) = (ValueID(0), ValueID(1))
    let node = try? OperatorCatalog.standard.node(
      "Concat", opset: 13, named: "more", inputs: [a, b], outputs: [a],
      attributes: ["axis": .int(-1)])
    let outputs = try? node?.operation.evaluate(
      Evaluation(values: [.tensor(self), .tensor(more)]))
    guard let result = outputs?.first??.tensor else {
      throw FeedError("Input '\(name)' of \(TensorType(self)) can't grow by \(TensorType(more)).")
    }
    return result
  }
}
