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
