import CHDF5
import Tensors

/// Why a data set gives no tensor: the rest of a sentence whose subject it is.
struct DataSetError: Error {
  let fact: String
  init(_ fact: String) { self.fact = fact }
}

/// An open data set of an HDF5 file.
struct DataSet {
  private let id: Int64
  private let kind: chdf5_kind
  private let byteWidth: Int
  private let shape: Shape

  /// - Throws: where it is a group, or its extents can't be counted.
  init(_ id: Int64) throws(DataSetError) {
    self.id = id
    var found = chdf5_description()
    guard chdf5_describe(id, &found) >= 0 else { throw DataSetError("is no data set") }
    guard found.is_null == 0 else { throw DataSetError("is empty: it has a type and no value") }
    kind = found.kind
    byteWidth = Int(found.byte_count)
    shape = withUnsafeBytes(of: found.dims) { bytes in
      Shape(bytes.bindMemory(to: UInt64.self).prefix(Int(found.rank)).map { Int(clamping: $0) })
    }
    // A compressed byte holds no more than 1032; what was never written takes no place at all.
    let (most, overflow) = Int(clamping: chdf5_stored_byte_count(id))
      .multipliedReportingOverflow(by: 1032)
    guard let count = shape.checkedCount, overflow || count <= max(most, 1 << 26) else {
      throw DataSetError("has extents \(shape), more than the file holds")
    }
  }

  func tensor() throws(DataSetError) -> Tensor {
    guard let dtype else { throw DataSetError("has elements of a type that ONNX lacks") }
    let elements = dtype == .string ? try strings() : try numbers(dtype)
    do throws(TensorError) { return try Tensor(elements, shape: shape) } catch {
      throw DataSetError("is not whole: \(error)")
    }
  }

  private func strings() throws(DataSetError) -> Elements {
    let found = CollectedTexts()
    guard found.collect({ chdf5_read_strings(id, UInt64(shape.count), $0, $1) }) >= 0 else {
      throw unread("strings")
    }
    return .string(Buffer(found.texts))
  }

  private func numbers(_ dtype: DType) throws(DataSetError) -> Elements {
    let type = Archive.type(of: dtype)
    defer { _ = chdf5_close_type(type) }
    var status: Int32 = 0
    let elements = Elements(count: shape.count, dtype: dtype) { out in
      guard shape.count > 0 else { return }
      status = chdf5_read(id, type, out.baseAddress)
      dtype.makeValid(out)
    }
    guard status >= 0 else { throw unread("elements") }
    return elements
  }

  private func unread(_ noun: String) -> DataSetError {
    var name = [CChar](repeating: 0, count: 64)
    guard chdf5_missing_filter(id, &name, name.count) >= 0 else {
      return DataSetError("has damaged \(noun)")
    }
    let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    let filter = String(decoding: bytes, as: UTF8.self)
    return DataSetError(
      "is compressed by the filter '\(filter)', which this machine's HDF5 lacks: gzip it has")
  }

  /// The type that the attribute `onnx_type` names where it is stored so; else that of the elements.
  private var dtype: DType? {
    var name = [CChar](repeating: 0, count: 32)
    if chdf5_read_text(id, "onnx_type", &name, 32) >= 0 {
      let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      let text = String(decoding: bytes, as: UTF8.self)
      if let named = DType(name: text), named.storedKind == kind,
        named == .string || named.byteWidth == byteWidth
      {
        return named
      }
    }
    return DType.allCases.first {
      $0.bitWidth == 8 * byteWidth && $0.storedKind == kind && !$0.isStoredAsBits
    }
  }
}

extension DType {
  /// Whether the file has the element's bits as an integer.
  fileprivate var isStoredAsBits: Bool {
    isFloat && ![.float16, .float, .double].contains(self)
  }

  /// What ``Archive`` stores an element as.
  fileprivate var storedKind: chdf5_kind {
    switch self {
    case .string: CHDF5_STRING
    case .bool: CHDF5_BOOL
    case .float16, .float, .double: CHDF5_FLOAT
    case .complex64, .complex128: CHDF5_COMPLEX
    default: isSignedInteger ? CHDF5_SIGNED : CHDF5_UNSIGNED
    }
  }

  /// Makes truth values and elements of less than 8 bits of bytes that may be anything.
  fileprivate func makeValid(_ bytes: UnsafeMutableRawBufferPointer) {
    guard self == .bool || bitWidth < 8 else { return }
    let spare = UInt8(8 - bitWidth)
    for i in bytes.indices {
      let top = bytes[i] << spare
      bytes[i] =
        self == .bool
        ? (bytes[i] == 0 ? 0 : 1)
        : isSignedInteger ? UInt8(bitPattern: Int8(bitPattern: top) >> Int8(spare)) : top >> spare
    }
  }
}
