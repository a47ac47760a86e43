import Tensors

/// What a dispatch may find wrong in the data that it reads. The run then fails with the error that the
/// interpreter gives.
///
/// The shader calls `fault(position, value, detail)` of `Families/Fault.glsl`; of several findings the
/// one at the least position counts.
package enum DataCheck: Sendable, Hashable {
  /// An index outside of its axis; the detail says of which extent.
  case index(extents: [Int], fromEnd: Bool)
  /// A number, whose float32 bits are the value, in the middle of a sentence.
  case number(before: String, after: String)

  package func error(value: Int64, detail: Int) -> OperatorError {
    switch self {
    case .index(let extents, let fromEnd):
      let extent = extents.indices.contains(detail) ? extents[detail] : 0
      return .index(Int(value), extent: extent, fromEnd: fromEnd)
    case .number(let before, let after):
      let number = Float(bitPattern: UInt32(truncatingIfNeeded: value))
      return .mismatch(before + "\(number)" + after)
    }
  }
}

extension Binding {
  /// Where a shader says what it finds.
  package static func fault(_ check: DataCheck, _ name: String = "fault") -> Binding {
    Binding(name: name, resource: .fault(check), dtype: .uint32, access: .readWrite)
  }

  /// Where a shader says that an index is outside of an axis.
  package static func indexFault(_ extents: Int..., fromEnd: Bool = false) -> Binding {
    .fault(.index(extents: extents, fromEnd: fromEnd))
  }
}
