import Graphs
import Tensors

extension TensorType {
  /// The most elements that a tensor may have.
  static let largestCount = 1 << 33

  /// The shape of a tensor that is about to be made.
  ///
  /// - Throws: `.tooLarge` for a negative extent or more than ``largestCount`` elements.
  func extent() throws(OperatorError) -> Shape {
    guard let shape else { throw .mismatch("the output's shape is not known") }
    try checkExtents()
    return shape
  }

  /// - Throws: `.tooLarge` where a known extent is negative, or those other than 0 alone make more
  ///   than ``largestCount`` elements: strides are their products.
  func checkExtents() throws(OperatorError) { try check(most: Self.largestCount) }

  /// Like ``checkExtents()`` where a tensor may have fewer elements.
  func check(most: Int) throws(OperatorError) {
    guard let dims else { return }
    var count = 1
    for extent in dims.lazy.compactMap(\.value) {
      let (product, overflow) = count.multipliedReportingOverflow(by: max(extent, 1))
      guard extent >= 0, !overflow, product <= most else { throw .tooLarge(self, most: most) }
      count = product
    }
  }

  /// - Throws: `.tooLarge` where the host can't list a number an element: that is 1 GiB at most.
  func checkListing() throws(OperatorError) {
    guard shape != nil else { throw .mismatch("the output's shape is not known") }
    try check(most: 1 << 27)
  }

  /// This type, once its known extents are found to fit into memory.
  func checked() throws(OperatorError) -> ValueType {
    try checkExtents()
    return .tensor(self)
  }
}

extension Shape {
  /// The extents as inference writes them.
  var dimensions: [Dimension] { dims.map { .known($0) } }
}

extension [Dimension] {
  /// The product of the extents, when all are known and it does not overflow.
  var product: Int? {
    var product = 1
    for dimension in self {
      guard let extent = dimension.value else { return nil }
      let (next, overflow) = product.multipliedReportingOverflow(by: extent)
      guard !overflow else { return nil }
      product = next
    }
    return product
  }
}

extension Inference {
  /// The extent of a vector input, such as how many axes it lists; `nil` when it is not known, or is
  /// declared to be more than any tensor has.
  func length(_ index: Int) -> Int? {
    guard has(index), let dims = types[index]?.tensor?.dims else { return nil }
    let length = dims.isEmpty ? 1 : dims.product
    return length.flatMap { $0 <= Self.mostAxes ? $0 : nil }
  }

  /// A declaration costs nothing, and a shape of so many axes costs memory.
  private static let mostAxes = 1 << 10
}

extension LoweringRequest {
  /// The integers of an input that decides shapes; `nil` when the input is absent.
  ///
  /// - Throws: `.unknownValue`, upon which the runtime reads the input back and asks again.
  func integers(_ index: Int) throws(OperatorError) -> [Int]? { try inference.integers(index) }

  /// The value of an input that the host must know; `nil` when the input is absent.
  func value(_ index: Int) throws(OperatorError) -> Tensor? {
    guard has(index) else { return nil }
    guard let tensor = inference.knownTensor(index) else { throw .unknownValue(input: index) }
    return tensor
  }
}
