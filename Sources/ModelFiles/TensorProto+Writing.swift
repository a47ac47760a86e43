package import Tensors

extension TensorProto {
  var message: MessageWriter {
    var message = MessageWriter()
    message.field(1, integers: tensor.shape.dims)
    message.field(2, integer: tensor.dtype.rawValue)
    message.field(8, textIfAny: name)
    message.field(12, textIfAny: docString)
    for entry in metadata { message.field(16, entry.message) }
    if let place {
      for entry in place.entries { message.field(13, entry.message) }
      message.field(14, integer: 1)
    } else if case .string(let texts) = tensor.elements {
      for text in texts { message.field(6, text: text) }
    } else if tensor.dtype.bitWidth >= 8 {
      message.field(9, elements: tensor.elements, byteCount: tensor.byteCount)
    } else {
      let packed = Elements.uint8(Buffer(tensor.packedBytes))
      message.field(9, elements: packed, byteCount: packed.count)
    }
    return message
  }
}

extension SparseTensorProto {
  var message: MessageWriter {
    var message = MessageWriter()
    message.field(1, TensorProto(name, sparse.values).message)
    message.field(2, TensorProto("", sparse.indices).message)
    message.field(3, integers: sparse.shape.dims)
    return message
  }
}

extension Tensor {
  /// The elements as a file holds them: little endian, those of less than a byte packed from the
  /// low bits up, the last byte filled with zeros. Empty for strings.
  package var packedBytes: [UInt8] {
    let width = dtype.bitWidth
    return elements.withBytes { bytes in
      guard width < 8 else { return [UInt8](bytes) }
      var packed = [UInt8](repeating: 0, count: (bytes.count * width + 7) / 8)
      let mask = UInt16(1) << UInt16(width) - 1
      for (i, byte) in bytes.enumerated() {
        let bits = (UInt16(byte) & mask) << UInt16(i * width % 8)
        packed[i * width / 8] |= UInt8(truncatingIfNeeded: bits)
        if bits > 0xff { packed[i * width / 8 + 1] |= UInt8(bits >> 8) }
      }
      return packed
    } ?? []
  }
}
