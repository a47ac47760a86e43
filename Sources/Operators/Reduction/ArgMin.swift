import Graphs

/// The index of the smallest element along an axis: the first of equals, or the last. NaN precedes every number.
///
/// - Source: ONNX ArgMin, opsets 1, 11, 12, 13.
struct ArgMin: Extremum {
  static let schema = OperatorSchema.extremum("ArgMin")
  static let samples: [Sample] = Samples.extremum
  static let isGreatest = false

  let settings: ExtremumSettings

  init(_ node: NodeReader) throws(OperatorError) { settings = try ExtremumSettings(node) }
}
