import ModelFiles
package import Tensors

/// Tensors as numpy's `.npy` files, of the element types that numpy has by itself.
///
/// Source: numpy.lib.format, versions 1 to 3.
package enum NumpyFile {
  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  private static let codes: [DType: String] = [
    .bool: "|b1", .int8: "|i1", .uint8: "|u1", .int16: "<i2", .uint16: "<u2", .int32: "<i4",
    .uint32: "<u4", .int64: "<i8", .uint64: "<u8", .float16: "<f2", .float: "<f4",
    .double: "<f8", .complex64: "<c8", .complex128: "<c16",
  ]

  /// `nil` for a type that numpy lacks. Strings are as wide as the longest.
  package static func bytes(of tensor: Tensor) -> [UInt8]? {
    if case .string(let texts) = tensor.elements { return bytes(of: texts, tensor.shape) }
    guard let code = codes[tensor.dtype] else { return nil }
    return header(code, tensor.shape) + tensor.packedBytes
  }

  /// ``bytes(of:)``, or why there are none.
  static func checkedBytes(of tensor: Tensor, name: String) throws(FormatError) -> [UInt8] {
    guard let bytes = bytes(of: tensor) else {
      throw FormatError(
        "can't hold '\(name)': numpy has no \(tensor.dtype.name), which .pb and .h5 files hold")
    }
    return bytes
  }

  private static func bytes(of texts: Buffer<String>, _ shape: Shape) -> [UInt8] {
    let width = texts.reduce(1) { max($0, $1.unicodeScalars.count) }
    var bytes = header("<U\(width)", shape)
    for text in texts {
      for scalar in text.unicodeScalars { bytes.append(Int(scalar.value), width: 4) }
      bytes += [UInt8](repeating: 0, count: 4 * (width - text.unicodeScalars.count))
    }
    return bytes
  }

  private static func header(_ code: String, _ shape: Shape) -> [UInt8] {
    let dims = shape.dims.map { "\($0)," }.joined()
    var header = "{'descr': '\(code)', 'fortran_order': False, 'shape': (\(dims)), }"
    // The elements begin at a multiple of 64 bytes.
    let prefix = magic.count + 4
    header += String(repeating: " ", count: 63 - (prefix + header.utf8.count) % 64) + "\n"
    let length = header.utf8.count
    return magic + [1, 0, UInt8(length & 255), UInt8(length >> 8)] + header.utf8
  }

  package static func tensor(_ bytes: [UInt8]) throws(FormatError) -> Tensor {
    guard bytes.starts(with: magic), bytes.count >= 12, (1...3).contains(bytes[6]) else {
      throw FormatError("is no .npy file of version 1 to 3")
    }
    let widths = bytes[6] == 1 ? 2 : 4
    let start = 8 + widths
    let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= bytes.count - start else { throw FormatError("ends within its header") }
    let header = String(decoding: bytes[start..<start + length], as: UTF8.self)
    let elements = Array(bytes[(start + length)...])
    let shape = try shape(in: header)
    guard let code = entry("descr", in: header, between: "'", and: "'") else {
      throw FormatError("has elements of several fields")
    }
    if code.hasPrefix("<U"), let width = Int(code.dropFirst(2)) {
      let units = try ordered(elements, in: header, width: width, of: 4, shape)
      return try strings(units, width, shape)
    }
    guard let dtype = codes.first(where: { $0.value == code })?.key else {
      throw FormatError(
        "has elements of numpy's type '\(code)'; those with a little-endian type of ONNX can be read, "
          + "and .pb files hold all")
    }
    let order = try ordered(elements, in: header, width: dtype.byteWidth, of: 1, shape)
    guard let tensor = Tensor(packedBytes: order, dtype: dtype, shape: shape) else {
      throw FormatError("has \(elements.count) bytes of elements for \(dtype.name) \(shape)")
    }
    return tensor
  }

  private static func entry(
    _ key: String, in header: String, between open: Character, and close: Character
  ) -> Substring? {
    guard let mark = header.firstRange(of: "'\(key)':") else { return nil }
    let value = header[mark.upperBound...].drop { $0 == " " }
    guard value.first == open else { return nil }
    return value.dropFirst().prefix { $0 != close }
  }

  private static func shape(in header: String) throws(FormatError) -> Shape {
    let extents = entry("shape", in: header, between: "(", and: ")")?.split(separator: ",")
      .map { Int($0.drop { $0 == " " }) }
    guard let extents, !extents.contains(nil), Shape(extents.compactMap { $0 }).checkedCount != nil
    else { throw FormatError("has no shape that can be counted") }
    return Shape(extents.compactMap { $0 })
  }

  /// Elements of `width` times `unit` bytes in row-major order.
  private static func ordered(
    _ elements: [UInt8], in header: String, width: Int, of unit: Int, _ shape: Shape
  ) throws(FormatError) -> [UInt8] {
    guard header.contains("'fortran_order': True") else { return elements }
    let (byteWidth, overflow) = width.multipliedReportingOverflow(by: unit)
    guard !overflow, width >= 0 else { throw FormatError("has strings of width \(width)") }
    return try rowMajor(elements, width: byteWidth, shape)
  }

  /// Elements that were written with the first axis as the fastest.
  private static func rowMajor(
    _ elements: [UInt8], width: Int, _ shape: Shape
  ) throws(FormatError) -> [UInt8] {
    let (byteCount, overflow) = (shape.checkedCount ?? 0).multipliedReportingOverflow(by: width)
    guard !overflow, byteCount == elements.count else {
      throw FormatError("has \(elements.count) bytes of elements for the shape \(shape)")
    }
    var strides: [Int] = []
    for extent in [1] + shape.dims.dropLast() { strides.append((strides.last ?? 1) * extent) }
    return shape.offsets(strides: Array(strides.prefix(shape.rank))).flatMap {
      elements[$0 * width..<($0 + 1) * width]
    }
  }

  /// Strings of UTF-32, each as long as the longest, padded with zeros.
  private static func strings(
    _ elements: [UInt8], _ width: Int, _ shape: Shape
  ) throws(FormatError) -> Tensor {
    let count = shape.checkedCount ?? 0
    let (units, overflow) = count.multipliedReportingOverflow(by: width)
    guard !overflow, width >= 0, elements.count.isMultiple(of: 4), units == elements.count / 4
    else { throw FormatError("has \(elements.count) bytes of strings for the shape \(shape)") }
    let texts = (0..<count).map { index in
      var scalars = String.UnicodeScalarView()
      for unit in index * width..<(index + 1) * width {
        let bits = elements[unit * 4..<unit * 4 + 4].reversed().reduce(UInt32(0)) {
          $0 << 8 | UInt32($1)
        }
        scalars.append(Unicode.Scalar(bits) ?? "\u{FFFD}")
      }
      while scalars.last == "\0" { scalars.removeLast() }
      return String(scalars)
    }
    guard let tensor = try? Tensor(texts, shape: shape) else {
      throw FormatError("has \(texts.count) strings for the shape \(shape)")
    }
    return tensor
  }
}
