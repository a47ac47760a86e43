import Tensors

/// The fields of a `TensorProto`, not yet elements.
struct TensorContent {
  let source: Source
  var name = ""
  var docString = ""
  var metadata: [StringEntry] = []
  private var dims: [Int] = []
  private var elementType: Int32 = 0
  private var isSegment = false
  private var isExternal = false
  private var location: [StringEntry] = []
  private var raw: Range<Int>?
  private var floats = FixedWidthList(field: "float_data", width: 4)
  private var doubles = FixedWidthList(field: "double_data", width: 8)
  private var int32s: [Int32] = []
  private var int64s: [Int64] = []
  private var uint64s: [UInt64] = []
  private var strings: [Range<Int>] = []

  init(_ source: Source) { self.source = source }

  mutating func read(_ message: Message) throws(ModelFileError) {
    var message = message
    while let field = try message.next() {
      switch field.number {
      case 1: try field.append(to: &dims)
      case 2: elementType = try field.int32()
      case 3: isSegment = true
      case 4: try floats.append(field)
      case 5: try field.append(to: &int32s)
      case 6: strings.append(try field.range())
      case 7: try field.append(to: &int64s)
      case 8: name = try field.text("its name")
      case 9: raw = try field.range()
      case 10: try doubles.append(field)
      case 11: try field.append(to: &uint64s)
      case 12: docString = try field.prose()
      case 13: location.append(try StringEntry(try field.message("StringStringEntryProto")))
      case 14: isExternal = try field.integer() == 1
      case 16: metadata.append(try StringEntry(try field.message("StringStringEntryProto")))
      default: break
      }
    }
  }

  /// Where the bytes lie, if not in the model file.
  func origin() throws(ModelFileError) -> ExternalLocation? {
    isExternal ? try source.external.find(location).1 : nil
  }

  /// The tensor that the fields describe.
  func tensor() throws(ModelFileError) -> Tensor {
    guard let dtype = DType(rawValue: elementType) else {
      throw source.error(.elementType(Int(elementType)))
    }
    if dims.contains(where: { $0 < 0 }) { throw source.error(.negativeExtent(dims)) }
    let shape = Shape(dims)
    guard let count = shape.checkedCount, count < Int.max / 128 else {
      throw source.error(.tooManyElements(dims))
    }
    if isSegment { throw source.error(.segmented) }
    let layout = TensorLayout(dtype: dtype, shape: shape, count: count)
    let elements = try elements(layout)
    do throws(TensorError) {
      return try Tensor(elements, shape: shape)
    } catch {
      throw source.error(.mismatch(error.description))
    }
  }

  private func elements(_ layout: TensorLayout) throws(ModelFileError) -> Elements {
    if isExternal {
      let (file, place) = try source.external.find(location)
      return try layout.elements(
        raw: place.offset..<place.offset + place.length, of: file, source)
    }
    let present = fieldsPresent
    guard present.count <= 1 else { throw source.error(.severalData(present)) }
    if let raw, present.isEmpty || present == ["raw_data"] {
      return try layout.elements(raw: raw, of: source.file, source)
    }
    switch layout.dtype {
    case .float, .complex64: return try floats.elements(layout, source)
    case .double, .complex128: return try doubles.elements(layout, source)
    case .int64: return try layout.elements(widening: int64s, "int64_data", source)
    case .uint32, .uint64: return try layout.elements(widening: uint64s, "uint64_data", source)
    case .string: return try layout.elements(strings: strings, source)
    // onnx.proto: what has no field of its own; a byte's share of elements an entry.
    default:
      return layout.sharesBytes
        ? try layout.elements(packed: int32s, source)
        : try layout.elements(widening: int32s, "int32_data", source)
    }
  }

  private var fieldsPresent: [String] {
    [
      (raw.map { !$0.isEmpty } ?? false, "raw_data"), (!floats.isEmpty, floats.field),
      (!int32s.isEmpty, "int32_data"), (!strings.isEmpty, "string_data"),
      (!int64s.isEmpty, "int64_data"), (!doubles.isEmpty, doubles.field),
      (!uint64s.isEmpty, "uint64_data"),
    ].filter(\.0).map(\.1)
  }
}

/// A repeated field of floats or doubles: usually one packed range, which a tensor can view.
struct FixedWidthList {
  let field: String
  let width: Int
  private var packed: [Range<Int>] = []
  /// Numbers that were written one by one, little endian.
  private var single: [UInt8] = []

  init(field: String, width: Int) {
    self.field = field
    self.width = width
  }

  var isEmpty: Bool { packed.isEmpty && single.isEmpty }

  mutating func append(_ field: Field) throws(ModelFileError) {
    if let range = try field.packed(width: width) {
      if !range.isEmpty { packed.append(range) }
      return
    }
    let bits = try field.fixedBits(width: width)
    withUnsafeBytes(of: bits.littleEndian) { single.append(contentsOf: $0.prefix(width)) }
  }

  func elements(_ layout: TensorLayout, _ source: Source) throws(ModelFileError) -> Elements {
    let byteCount = packed.reduce(single.count) { $0 + $1.count }
    let needed = layout.byteCount
    guard byteCount == needed else {
      throw source.error(
        .elementCount(
          byteCount / width, field: field, dtype: layout.dtype, shape: layout.shape,
          needed: needed / width))
    }
    if single.isEmpty, packed.count == 1 {
      return try layout.elements(raw: packed[0], of: source.file, source)
    }
    // A writer that mixes both forms has the packed runs first or last; no known writer does.
    guard packed.isEmpty || single.isEmpty else {
      throw source.error(.mismatch("has \(field) both packed and one by one"))
    }
    let bytes = packed.isEmpty ? single : packed.flatMap { [UInt8](source.file.bytes[$0]) }
    let file = FileBytes(bytes, name: source.file.name)
    return try layout.elements(raw: 0..<bytes.count, of: file, source)
  }
}
