import Graphs

/// The index of the largest element along an axis: the first of equals, or the last. NaN precedes every number.
///
/// - Source: ONNX ArgMax, opsets 1, 11, 12, 13.
struct ArgMax: Extremum {
  static let schema = OperatorSchema.extremum("ArgMax")
  static let samples: [Sample] = Samples.extremum
  static let isGreatest = true

  let settings: ExtremumSettings

  init(_ node: NodeReader) throws(OperatorError) { settings = try ExtremumSettings(node) }
}
