internal import Graphs
internal import Runtimes
internal import Tensors

/// A model that a host has had prepared.
struct ServedModel {
  let graph: any PreparedGraph
  let interface: ModelInterface

  /// The values of a request, one a graph input, in order: kernels trust the types that the model
  /// declares.
  func inputs(
    _ ports: [AdapterRequest.Port], _ payload: [UInt8], _ transport: ValueTransport
  ) throws(RuntimeError) -> [Value?] {
    var rest = payload[...]
    var given: [String: Value] = [:]
    for port in ports {
      guard given[port.name] == nil else {
        throw .foreign(.protocol, "input '\(port.name)' is given twice")
      }
      do throws(ValueTransport.Failure) {
        given[port.name] = try transport.value(port.value, &rest)
      } catch { throw .foreign(.protocol, "input '\(port.name)': \(error.sentence)") }
    }
    guard rest.isEmpty else {
      throw .foreign(.protocol, "\(rest.count) bytes of the payload belong to no input")
    }
    let names = interface.inputs.map(\.name)
    if let stranger = given.keys.sorted().first(where: { !names.contains($0) }) {
      throw .input("'\(stranger)' is no input of the model; it has \(list(names))")
    }
    var values: [Value?] = []
    for input in interface.inputs {
      guard let value = given[input.name] else {
        guard input.hasDefault || input.type?.isOptional == true else {
          throw .input("input '\(input.name)' is not given, and it has no default")
        }
        values.append(nil)
        continue
      }
      values.append(try fitted(value, to: input))
    }
    return values
  }

  /// A value as an input takes it: a plain one stands for an optional that holds it.
  private func fitted(
    _ value: Value, to input: ModelInterface.Port
  ) throws(RuntimeError) -> Value {
    guard let type = input.type else { return value }
    if type.accepts(value) { return value }
    if case .optional(let element?) = type, element.accepts(value) {
      return .optional(value, of: value.kind)
    }
    throw .input(
      "input '\(input.name)' is \(value.summary), expected \(type.kind?.name ?? "another type")"
        + (type.tensor?.dims.map { " [\(list($0.map(\.description)))]" } ?? ""))
  }

  private func list(_ words: [String]) -> String {
    words.isEmpty ? "none" : words.joined(separator: ", ")
  }
}

extension Value {
  /// `tensor(float) [2, 3]`.
  fileprivate var summary: String {
    kind.name + (tensor.map { " \($0.shape)" } ?? "")
  }
}

extension ValueType {
  fileprivate var isOptional: Bool { if case .optional = self { true } else { false } }

  /// Whether a value is of this type, as far as the type is known.
  fileprivate func accepts(_ value: Value) -> Bool {
    switch (self, value) {
    case (.unknown, _): true
    case (.tensor(let type), .tensor(let tensor)):
      type.dtype == tensor.dtype && type.accepts(tensor.shape)
    case (.sequence(let element), .sequence(let values, let kind)):
      element.map { element in
        values.allSatisfy(element.accepts) && (element.kind == nil || element.holds(kind))
      } ?? true
    case (.optional(let element), .optional(let held, _)):
      held.map { element?.accepts($0) ?? true } ?? true
    case (.map(let key, _), .map(let map)): key == map.keys.dtype
    case (.sparse(let type), .sparse(let sparse)):
      type.dtype == sparse.values.dtype && type.accepts(sparse.shape)
    case (.tensor, _), (.sequence, _), (.optional, _), (.map, _), (.sparse, _): false
    }
  }

  private func holds(_ kind: ValueKind) -> Bool {
    if case (.map(let key, _), .map(let other, _)) = (self, kind) { return key == other }
    return self.kind == kind
  }
}

extension TensorType {
  fileprivate func accepts(_ shape: Shape) -> Bool {
    guard let dims else { return true }
    return dims.count == shape.rank
      && zip(dims, shape.dims).allSatisfy { $0.value == nil || $0.value == $1 }
  }
}
