import Graphs
import Tensors

extension EstimateRequest {
  /// A float input in the arithmetic of its type.
  func reals(_ index: Int) throws(OperatorError) -> Reals { try Reals(try input(index)) }

  /// A float input; `nil` where it is absent.
  func optionalReals(_ index: Int) throws(OperatorError) -> Reals? {
    has(index) ? try reals(index) : nil
  }

  func dtype(_ index: Int) throws(OperatorError) -> DType {
    guard let dtype = try input(index).dtype else {
      throw .wrongType(input: index, found: "no tensor", expected: "a tensor")
    }
    return dtype
  }

  func tensor(_ index: Int) throws(OperatorError) -> Tensor {
    guard let tensor = try input(index).tensor else {
      throw .wrongType(input: index, found: "no tensor", expected: "a tensor")
    }
    return tensor
  }

  /// The integers of an input that is certain; `nil` where it is absent.
  func integers(_ index: Int) throws(OperatorError) -> [Int]? {
    guard has(index) else { return nil }
    return try tensor(index).integers
  }

  /// The same request with floats of 8 bits and less in their own type, which decides the result's.
  var keepingCodes: EstimateRequest {
    var request = self
    for (index, input) in inputs.enumerated() {
      guard let input, let dtype = input.dtype, dtype.isFloat, dtype.bitWidth <= 8,
        let tensor = input.native.tensor
      else { continue }
      request = request.replacing(
        index, by: Estimate(tensor, dtype: dtype, errors: input.errors))
    }
    return request
  }

  /// An operator of exact integers whose scales a run may have off by a few roundings: results at a
  /// boundary of rounding may fall to either side.
  func requantized(
    _ operation: any Operator, scales: [Int], steps: Double = 4
  ) throws(OperatorError) -> [Estimate?] {
    var request = keepingCodes
    for index in scales where has(index) {
      request = try request.perturbing(index, by: steps * DType.float.roundoff)
    }
    return try request.pointwise(operation, ulps: nil, keepsPlaces: true)
  }
}
