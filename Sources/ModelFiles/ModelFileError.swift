package import Tensors

/// Why a model or tensor file could not be read or written: which file, where in it, what.
package struct ModelFileError: Error, Sendable, Equatable, CustomStringConvertible {
  package let file: String
  /// From the outside in: `graph 'main'`, `node 'conv'`, `attribute 'value'`.
  package private(set) var places: [String]
  package let fact: Fact

  package init(_ file: String, _ fact: Fact, at places: [String] = []) {
    self.file = file
    self.places = places
    self.fact = fact
  }

  /// The same error, seen from around `place`.
  func within(_ place: String) -> Self {
    var error = self
    error.places.insert(place, at: 0)
    return error
  }

  package var description: String {
    let subject = places.isEmpty ? "it" : places.joined(separator: ", ")
    return "\(file): \(subject) \(fact)."
  }

  /// What is wrong, as the rest of a sentence whose subject is the place.
  package enum Fact: Sendable, Equatable, CustomStringConvertible {
    case unreadable(String)
    case unwritable(String)
    /// A tag, number or length that is cut off or not one, at this byte of the file.
    case malformed(message: String, offset: Int)
    /// A field that claims more bytes than its message has.
    case overlong(message: String, field: Int, offset: Int)
    case badGroup(message: String, offset: Int)
    case wireType(message: String, field: Int, found: String, expected: String)
    case malformedList(message: String, field: Int)
    case notUTF8(what: String)
    case tooDeep(limit: Int)
    case missing(String)
    case elementType(Int)
    case negativeExtent([Int])
    case tooManyElements([Int])
    case rawByteCount(Int, dtype: DType, shape: Shape, needed: Int)
    case elementCount(Int, field: String, dtype: DType, shape: Shape, needed: Int)
    case rawStrings
    case severalData([String])
    case segmented
    case attributeType(Int)
    case kind(found: String, expected: String)
    case mismatch(String)
    case externalData(String)
    /// Every reader of protobuf stops at 2 GiB.
    case tooLong(Int)

    package var description: String {
      switch self {
      case .unreadable(let reason): "can't be read: \(reason)"
      case .unwritable(let reason): "can't be written: \(reason)"
      case .malformed(let message, let offset):
        "ends or breaks off inside a field of \(message) at byte \(offset)"
      case .overlong(let message, let field, let offset):
        "has a field \(field) of \(message) at byte \(offset) that is longer than the message"
      case .badGroup(let message, let offset):
        "has a group in \(message) at byte \(offset) that does not end as it should"
      case .wireType(let message, let field, let found, let expected):
        "has field \(field) of \(message) as \(found), expected \(expected)"
      case .malformedList(let message, let field):
        "has a packed list in field \(field) of \(message) that breaks off inside an element"
      case .notUTF8(let what): "has \(what) that is not UTF-8"
      case .tooDeep(let limit): "nests messages more than \(limit) deep"
      case .missing(let what): "has no \(what)"
      case .elementType(let number): "has element type \(number), which this program does not know"
      case .negativeExtent(let dims): "has a negative extent in \(dims)"
      case .tooManyElements(let dims): "has more elements than can be counted: \(dims)"
      case .rawByteCount(let found, let dtype, let shape, let needed):
        "says \(found) bytes of raw data for \(dtype.name) \(shape), which needs \(needed)"
      case .elementCount(let found, let field, let dtype, let shape, let needed):
        "has \(found) entries of \(field) for \(dtype.name) \(shape), which needs \(needed)"
      case .rawStrings: "keeps strings as raw data, which has no place for their ends"
      case .severalData(let fields):
        "has its elements more than once: \(fields.joined(separator: ", "))"
      case .segmented: "is a segment of a tensor, which no version of ONNX defines"
      case .attributeType(let number): "has attribute type \(number), which ONNX does not define"
      case .kind(let found, let expected): "is \(found), expected \(expected)"
      case .mismatch(let sentence): sentence
      case .externalData(let sentence): "has external data with \(sentence)"
      case .tooLong(let count): "takes \(count) bytes, and protobuf has no more than 2147483647"
      }
    }
  }
}
