import Graphs
import Harness
import Operators
import Runtimes
import Tensors

/// Makes one input's value of what an option says.
struct InputValue {
  let input: ModelInterface.Port
  /// Extents of symbolic dimensions that are known.
  let extents: [String: Int]
  let images: ImagePreparation

  /// The input's name, for sentences.
  private var label: String { input.name.onOneLine }

  /// The value, and what was done to it that nobody asked for.
  struct Made {
    let value: Value
    var notes: [String] = []
  }

  func made(_ spec: InputSpec) throws(FeedError) -> Made {
    switch spec {
    case .words(let text):
      let words = text.split(separator: ",", omittingEmptySubsequences: false)
        .map { NumberWords.Word($0) }
      do throws(FormatError) {
        let elements = try NumberWords.elements(words, as: declared.dtype)
        let shape = declared.rank == 0 && words.count == 1 ? [] : declared.shape(of: [words.count])
        return Made(value: .tensor(try Tensor.made(elements, shape)))
      } catch {
        throw FeedError("'\(text)' is no file, and input '\(label)' \(error.fact).")
      }
    case .lines(let path):
      let lines = try TensorFile(path).lines()
      let shape = declared.shape(of: lines.shape)
      guard let tensor = try? lines.reshaped(to: shape) else {
        throw FeedError("'\(path)' has \(lines.count) lines, expected \(shape.count).")
      }
      return try fitted(.tensor(tensor), from: path)
    case .file(let path, let member):
      let value = try TensorFile(path).value(member: member, name: input.name, as: type)
      return try fitted(value, from: path)
    case .images(let paths):
      let (tensor, note) = try images.tensor(of: paths, for: label, as: declared)
      return Made(value: .tensor(tensor), notes: note.map { [$0] } ?? [])
    case .constant(let number):
      let (shape, notes) = try named { () throws(FeedError) in try extents(of: declared) }
      return Made(value: .tensor(Tensor(declared.dtype, shape, repeating: [number])), notes: notes)
    case .random(let seed, let range): return try drawn(seed: seed, in: range)
    }
  }

  /// Sentences that are the rest of one about the input.
  private func named<T>(_ body: () throws(FeedError) -> T) throws(FeedError) -> T {
    do throws(FeedError) { return try body() } catch {
      throw FeedError("Input '\(label)' \(error).")
    }
  }

  /// A random value; symbolic dimensions without an extent count as 1, and a note says so.
  func drawn(seed: UInt64, in range: ClosedRange<Double>? = nil) throws(FeedError) -> Made {
    var random = RandomValues(seed: seed, name: input.name, in: range)
    var notes: [String] = []
    return try named { () throws(FeedError) in
      let value = try random.value(input.type ?? .unknown) { type throws(FeedError) in
        let (shape, said) = try extents(of: type)
        notes += said
        return shape
      }
      return Made(value: value, notes: notes)
    }
  }

  /// Zeros, none along an axis whose extent is left open.
  func empty() throws(FeedError) -> Made {
    guard input.type?.tensor != nil, let dims = declared.dims else {
      throw FeedError(
        "Input '\(label)' has no declared shape to start empty with: it has to be given.")
    }
    let shape = Shape(dims.map { $0.value ?? 0 })
    try named { () throws(FeedError) in try checkMemory(of: shape, declared) }
    return Made(value: .tensor(Tensor(declared.dtype, shape, repeating: [0.0])))
  }

  /// A value in the input's element type: numbers are converted where that is another one, and a note
  /// says so.
  ///
  /// - Parameter source: where the value is from, for sentences.
  func fitted(_ value: Value, from source: String) throws(FeedError) -> Made {
    guard case .tensor(let tensor) = value, let wanted = input.type?.tensor?.dtype,
      tensor.dtype != wanted
    else { return Made(value: value) }
    guard let converted = TensorConversion.converted(tensor, to: wanted) else {
      let isText = tensor.dtype == .string || wanted == .string
      throw FeedError(
        "'\(source)' has \(tensor.dtype.name), but input '\(label)' takes \(wanted.name)"
          + (isText ? "." : ", which does not hold all of its numbers."))
    }
    return Made(
      value: .tensor(converted),
      notes: [
        "input '\(label)': \(tensor.dtype.name) of '\(source)' is converted to \(wanted.name)"
      ])
  }

  /// The declared type with the extents that are known.
  private var type: ValueType? {
    input.type?.tensor == nil ? input.type : .tensor(declared)
  }

  private var declared: TensorType {
    var type = input.type?.tensor ?? TensorType(.float, nil)
    type.dims = type.dims?.map { dimension in
      if case .symbol(let name) = dimension, let extent = extents[name] {
        .known(extent)
      } else {
        dimension
      }
    }
    return type
  }

  /// A shape of the type, and what was taken for extents that nobody says.
  ///
  /// - Throws: the rest of a sentence where no tensor of the shape fits into memory.
  private func extents(of type: TensorType) throws(FeedError) -> (Shape, notes: [String]) {
    guard let dims = type.dims else {
      return ([1], ["input '\(label)' has no declared shape; [1] is taken"])
    }
    var notes: [String] = []
    let shape = Shape(
      dims.enumerated().map { axis, dimension in
        switch dimension {
        case .known(let extent): return extent
        case .symbol(let name):
          if let extent = extents[name] { return extent }
          notes.append(
            "'\(name)' of input '\(label)' counts as 1; --set \(name)=n says another")
          return 1
        case .unknown:
          notes.append("axis \(axis) of input '\(label)' has no extent and counts as 1")
          return 1
        }
      })
    try checkMemory(of: shape, type)
    return (shape, notes)
  }

  private func checkMemory(of shape: Shape, _ type: TensorType) throws(FeedError) {
    // Numbers are drawn as doubles and as integers before they take their type.
    guard let count = shape.checkedCount, count <= MemoryBudget.machine.byteCount / 32 else {
      throw FeedError("is \(type), which does not fit into memory")
    }
  }
}
