import Graphs
import Harness
import ModelFiles
import Operators
import Tensors

/// A tensor that an option gives: a file's name, or numbers.
struct InputText {
  private let text: String
  private let type: TensorType?

  /// - Parameter type: what the model says of the input.
  init(_ text: String, _ type: TensorType?) {
    self.text = text
    self.type = type
  }

  func tensor() throws -> Tensor {
    if Files.exists(text) {
      let value: Value
      do { value = try Value(path: text) } catch { throw Failure(.usage, "\(error)") }
      guard let tensor = value.tensor else {
        throw Failure(.usage, "'\(text)' holds no tensor.")
      }
      return tensor
    }
    let words = text.split(separator: ",", omittingEmptySubsequences: false)
    if type?.dtype == .string {
      return try Tensor(words.map { String($0) }, shape: shape(count: words.count))
    }
    let dtype = type?.dtype ?? .float
    if dtype.isInteger { return try integers(words, dtype) }
    var numbers: [Double] = []
    for word in words {
      switch word {
      case "true": numbers.append(1)
      case "false": numbers.append(0)
      default:
        guard let number = Double(word) else {
          throw Failure(.usage, "'\(word)' is neither a file nor a number.")
        }
        numbers.append(number)
      }
    }
    let wide = try Tensor(numbers, shape: shape(count: numbers.count))
    return try cast(wide, to: dtype)
  }

  private func integers(_ words: [Substring], _ dtype: DType) throws -> Tensor {
    let numbers = try words.map { word in
      guard let number = IntegerText.value(word, as: dtype) else {
        throw Failure(.usage, "'\(word)' is neither a file nor a number of type \(dtype.name).")
      }
      return number
    }
    let shape = shape(count: numbers.count)
    return dtype == .uint64
      ? try Tensor(numbers.map { UInt64(truncatingIfNeeded: $0) }, shape: shape)
      : try cast(Tensor(numbers.map { Int64(truncatingIfNeeded: $0) }, shape: shape), to: dtype)
  }

  private func cast(_ tensor: Tensor, to dtype: DType) throws -> Tensor {
    let id = ValueID(0)
    let node = try OperatorCatalog.standard.node(
      "Cast", opset: 25, named: "cast", inputs: [id], outputs: [id],
      attributes: ["to": .int(Int64(dtype.rawValue))])
    let outputs = try node.operation.evaluate(Evaluation(values: [.tensor(tensor)]))
    guard let result = outputs.first??.tensor else {
      throw Failure(.usage, "'\(text)' is no \(dtype.name).")
    }
    return result
  }

  /// The declared shape where it is known and fits; else a scalar for a declared rank of 0, or a
  /// vector.
  private func shape(count: Int) -> Shape {
    if let shape = type?.shape, shape.count == count { return shape }
    return type?.rank == 0 && count == 1 ? [] : [count]
  }
}
