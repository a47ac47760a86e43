import Foundation
import Graphs
import Operators
import Tensors
import Testing

@Suite("The catalog") struct StandardSchemaTests {
  @Test("has the standard's schemas", arguments: Standard.domains)
  func schemas(domain: String) throws {
    let standard = try Standard(domain: domain)
    let differences = OperatorCatalog.standard.all.map { $0.schema }
      .filter { ($0.domain.isEmpty ? "ai.onnx" : $0.domain) == domain }
      .sorted { $0.name < $1.name }
      .flatMap { standard.differences(from: $0) }
    #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
  }
}

/// The standard's schemas of one domain, as `Conformance/schemas` holds them.
private struct Standard: Decodable {
  static let domains = [
    "ai.onnx", "ai.onnx.ml", "ai.onnx.preview", "ai.onnx.preview.training", "com.microsoft",
  ]

  struct Attribute: Decodable {
    let name: String
    let type: String
    let required: Bool
    let `default`: Default?
  }

  struct Formal: Decodable, Equatable, CustomStringConvertible {
    let name: String
    let type: String
    let option: String
    let homogeneous: Bool
    let minArity: Int

    var description: String {
      let variadic =
        option == "variadic" ? " from \(minArity)\(homogeneous ? "" : " of any types")" : ""
      return "\(option)\(variadic) \(name): \(type)"
    }
  }

  struct Version: Decodable {
    let name: String
    let since: Int
    let deprecated: Bool
    let attributes: [Attribute]
    let constraints: [String: [String]]
    let inputs: [Formal]
    let outputs: [Formal]
  }

  let operators: [Version]

  init(domain: String, file: String = #filePath) throws {
    let root = URL(filePath: file).deletingLastPathComponent().appending(path: "../..")
    let url = root.appending(path: "Conformance/schemas/\(domain).json")
    self = try JSONDecoder().decode(Standard.self, from: Data(contentsOf: url))
  }

  func differences(from schema: OperatorSchema) -> [String] {
    let versions = operators.filter { $0.name == schema.name }.sorted { $0.since < $1.since }
    let history = schema.history.filter { !$0.isExperimental }
    let (expected, found) = (versions.map(\.since), history.map(\.since))
    guard expected == found else {
      return ["\(schema.name): revisions are at opsets \(found), the standard's at \(expected)."]
    }
    return zip(versions, history).flatMap { version, revision in
      version.differences(from: revision).map { "\(schema.name)-\(version.since): \($0)" }
    }
  }
}

/// A default as JSON holds it.
private enum Default: Decodable, Equatable, CustomStringConvertible {
  case number(Double)
  case text(String)
  case numbers([Double])
  case texts([String])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let numbers = try? container.decode([Double].self) {
      self = .numbers(numbers)
    } else {
      self = .texts(try container.decode([String].self))
    }
  }

  /// `nil` where JSON has no such value.
  init?(_ value: AttributeValue) {
    switch value {
    case .float(let x): self = .number(Double(x))
    case .int(let x): self = .number(Double(x))
    case .string(let x): self = .text(x)
    case .floats(let x): self = .numbers(x.map(Double.init))
    case .ints(let x): self = .numbers(x.map { Double($0) })
    case .strings(let x): self = .texts(x)
    case .tensor, .graph, .tensors, .graphs, .sparseTensor, .sparseTensors, .typeProto,
      .typeProtos:
      return nil
    }
  }

  var description: String {
    switch self {
    case .number(let x): "\(x)"
    case .text(let x): "'\(x)'"
    case .numbers(let x): "\(x)"
    case .texts(let x): "\(x)"
    }
  }
}

extension Standard.Version {
  func differences(from revision: OperatorSchema.Revision) -> [String] {
    attributeDifferences(revision.attributes)
      + formalDifferences("input", inputs, revision.inputs)
      + formalDifferences("output", outputs, revision.outputs)
      + typeDifferences(revision.types)
      + (deprecated == revision.isDeprecated
        ? [] : ["it is \(deprecated ? "" : "not ")deprecated in the standard."])
  }

  private func attributeDifferences(_ found: [AttributeDeclaration]) -> [String] {
    var sentences: [String] = []
    for attribute in attributes {
      guard let own = found.first(where: { $0.name == attribute.name }) else {
        sentences.append("attribute '\(attribute.name)' is missing.")
        continue
      }
      let type = String(describing: own.type).uppercased()
      let expectedType = attribute.type.replacing("_", with: "")
      if type != expectedType {
        sentences.append("attribute '\(attribute.name)' is \(type), expected \(expectedType).")
      }
      if own.isRequired != attribute.required {
        sentences.append(
          "attribute '\(attribute.name)' is \(own.isRequired ? "required" : "optional"), "
            + "expected the opposite.")
      }
      let value = own.defaultValue.flatMap(Default.init)
      if value != attribute.default {
        sentences.append(
          "attribute '\(attribute.name)' defaults to \(value?.description ?? "nothing"), "
            + "expected \(attribute.default?.description ?? "nothing").")
      }
    }
    for own in found where !attributes.contains(where: { $0.name == own.name }) {
      sentences.append("attribute '\(own.name)' is not in the standard.")
    }
    return sentences
  }

  private func formalDifferences(
    _ kind: String, _ expected: [Standard.Formal], _ found: [OperatorSchema.Formal]
  ) -> [String] {
    let own = found.map(Standard.Formal.init)
    if own.count != expected.count {
      return ["it has \(own.count) \(kind)s \(own), expected \(expected.count) \(expected)."]
    }
    return zip(own, expected).filter { $0 != $1 }
      .map { "\(kind) '\($0)' is '\($1)' in the standard." }
  }

  private func typeDifferences(_ found: [String: TypeSet]) -> [String] {
    var sentences: [String] = []
    for (variable, names) in constraints.sorted(by: { $0.key < $1.key }) {
      guard let own = found[variable]?.names else {
        sentences.append("type variable \(variable) is missing.")
        continue
      }
      let missing = Set(names).subtracting(own).sorted()
      let extra = own.subtracting(names).sorted()
      if !missing.isEmpty {
        sentences.append("\(variable) lacks \(missing.joined(separator: ", ")).")
      }
      if !extra.isEmpty {
        sentences.append("\(variable) wrongly allows \(extra.joined(separator: ", ")).")
      }
    }
    for variable in found.keys.sorted() where constraints[variable] == nil {
      sentences.append("type variable \(variable) is not in the standard.")
    }
    return sentences
  }
}

extension Standard.Formal {
  init(_ formal: OperatorSchema.Formal) {
    let (option, homogeneous, minimum) =
      switch formal.arity {
      case .one: ("single", true, 1)
      case .optional: ("optional", true, 1)
      case .variadic(let minimum, let isHomogeneous): ("variadic", isHomogeneous, minimum)
      }
    self.init(
      name: formal.name, type: formal.type, option: option, homogeneous: homogeneous,
      minArity: minimum)
  }
}
