import Tensors

/// A tensor in device memory. Views share an allocation.
struct DeviceTensor {
  let allocation: Allocation
  /// Bytes from the allocation's start.
  var offset = 0
  let dtype: DType
  let shape: Shape

  var byteCount: Int { shape.count * dtype.byteWidth }
  var region: Region {
    Region(block: allocation.block, offset: allocation.offset + offset, byteCount: byteCount)
  }
}

/// Bytes of a block.
struct Region {
  let block: Block
  let offset: Int
  let byteCount: Int

  var range: Range<Int> { offset..<offset + byteCount }
}
