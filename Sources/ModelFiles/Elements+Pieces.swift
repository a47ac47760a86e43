import Tensors

extension Elements {
  /// Hands the bytes over in pieces, of which those of a mapped file need not stay resident.
  ///
  /// - Returns: whether `write` took all of them.
  func write(by write: (UnsafeRawBufferPointer) -> Bool) -> Bool {
    withBytes { bytes in
      let file = visit(Owner())
      for start in stride(from: 0, to: bytes.count, by: Self.pieceByteCount) {
        let end = min(start + Self.pieceByteCount, bytes.count)
        let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        guard write(piece) else { return false }
        file?.giveBack(piece)
      }
      return true
    } ?? true
  }

  private static let pieceByteCount = 4 << 20

  /// The file that elements view.
  private struct Owner: ElementsVisitor {
    func visit<T: Element>(_ values: Buffer<T>) -> FileBytes? { values.owner as? FileBytes }
  }
}
