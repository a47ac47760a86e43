import Tensors

/// A value as JSON has it: its type as ONNX writes it, and its elements row by row.
struct ValueData: Encodable {
  var name: String?
  let type: String
  var shape: [Int]?
  var data: ElementData?
  /// A sequence's, or what an optional holds.
  var elements: [ValueData]?
  /// A map's.
  var keys: ElementData?
  /// A sparse tensor's places of what `data` has.
  var indices: ElementData?

  init(_ value: Value, name: String? = nil) {
    self.name = name
    type = value.kind.name
    switch value {
    case .tensor(let tensor):
      shape = tensor.shape.dims
      data = ElementData(tensor)
    case .sequence(let parts, _): elements = parts.map { ValueData($0) }
    case .optional(let held, _): elements = held.map { [ValueData($0)] } ?? []
    case .map(let map):
      keys = ElementData(map.keys)
      elements = [ValueData(map.values)]
    case .sparse(let sparse):
      shape = sparse.shape.dims
      data = ElementData(sparse.values)
      indices = ElementData(sparse.indices)
    }
  }
}

/// Elements as JSON numbers, truth values or strings; complex numbers as text.
enum ElementData: Encodable {
  case numbers([Double])
  case floats([Float])
  case integers([Int64])
  case naturals([UInt64])
  case truths([Bool])
  case words([String])

  init(_ tensor: Tensor) {
    switch tensor.elements {
    case .string(let texts): self = .words(Array(texts))
    case .bool(let truths): self = .truths(Array(truths))
    default:
      switch tensor.widened(.native) {
      case .double(let x): self = .numbers(Array(x))
      case .float(let x): self = .floats(Array(x))
      case .int(let x): self = .integers(Array(x))
      case .uint(let x): self = .naturals(Array(x))
      case nil: self = .words((0..<tensor.count).map { tensor.word(at: $0) })
      }
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .numbers(let x): try container.encode(x)
    case .floats(let x): try container.encode(x)
    case .integers(let x): try container.encode(x)
    case .naturals(let x): try container.encode(x)
    case .truths(let x): try container.encode(x)
    case .words(let x): try container.encode(x)
    }
  }
}
