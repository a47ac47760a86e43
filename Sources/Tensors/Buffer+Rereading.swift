/// What keeps the bytes of a file alive and reads them again when they are asked for.
package protocol Rereadable: AnyObject, Sendable {
  /// Says that these bytes need not stay in memory.
  func giveBack(_ bytes: UnsafeRawBufferPointer)
}

extension Buffer {
  /// Whether the elements can be read without staying in memory.
  package var isRereadable: Bool { memory.isRereadable }

  /// Calls `body` with the elements' address; what had to be brought into memory for it is given back.
  package func readingAgain<R>(_ body: (UnsafePointer<Element>) -> R) -> R
  where Element: BitwiseCopyable {
    let result = memory.withContents(body)
    if let file = memory.file {
      withPointer { file.giveBack(UnsafeRawBufferPointer($0)) }
    }
    return result
  }
}

extension Elements {
  /// Whether the elements can be read without staying in memory.
  package var isRereadable: Bool { visit(Rereading()) }

  private struct Rereading: ElementsVisitor {
    func visit<T: Element>(_ values: Buffer<T>) -> Bool { values.isRereadable }
  }
}
