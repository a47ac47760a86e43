import Foundation
import Testing

/// Numbers of files are settled by arithmetic that can't trap or wrap; where a source has some that
/// could, it is said why none of a file's gets there.
@Suite("The sources of operators") struct NumberLintTests {
  private static let proofs: [NumberHazard: [String: Harmless]] = [
    .wrapping: [
      "Activation/PRelu.swift": .elements,
      "Activation/Shrink.swift": .elements,
      "Attention/RotaryEmbedding.swift": .offsets,
      "Core/MersenneTwister.swift": .random,
      "Core/Philox.swift": .random,
      "Core/RowNumber+Loops.swift": .offsets,
      "Core/Summation.swift": .offsets,
      "Families/Convolution+Bytes.swift": .elements,
      "Families/ConvolutionNumber.swift": .elements,
      "Families/Cumulation.swift": .offsets,
      "Families/ElementFunction.swift": .offsets,
      "Families/MatrixProduct.swift": .offsets,
      "Families/QuantizedOperands.swift": .elements,
      "Families/Reduction.swift": .offsets,
      "Families/Scattering.swift": .elements,
      "Families/SoftmaxRows.swift": .offsets,
      "Families/StridedView+Copy.swift": .offsets,
      "Families/TransposedConvolution.swift": .offsets,
      "Families/Variadic+Operands.swift": .offsets,
      "Families/WindowColumns.swift": .offsets,
      "Families/WindowFold.swift": .offsets,
      "Indexing/GatherElements.swift": .offsets,
      "Logical/BitShift.swift": .elements,
      "Math/Abs.swift": .elements,
      "Math/Add.swift": .elements,
      "Math/Mean.swift": .elements,
      "Math/Mod.swift": .elements,
      "Math/Mul.swift": .elements,
      "Math/Neg.swift": .elements,
      "Math/Pow.swift": .elements,
      "Math/Sub.swift": .elements,
      "Math/Sum.swift": .elements,
      "Math/Where.swift": .offsets,
      "Matrix/Gemm.swift": .offsets,
      "Microsoft/QGemm.swift": .elements,
      "Movement/Col2Im.swift": .elements,
      "Movement/RangeOperator.swift": .elements,
      "Normalization/Hardmax.swift": .offsets,
      "Normalization/Softmax.swift": .offsets,
      "Reduction/CumProd.swift": .elements,
      "Reduction/CumSum.swift": .elements,
      "Reduction/ReduceL1.swift": .elements,
      "Reduction/ReduceLogSum.swift": .elements,
      "Reduction/ReduceLogSumExp.swift": .elements,
      "Reduction/ReduceMean.swift": .elements,
      "Reduction/ReduceProd.swift": .elements,
      "Reduction/ReduceSum.swift": .elements,
      "Reduction/ReduceSumSquare.swift": .elements,
    ],
    .trap: [
      "Families/BatchedProduct+Bytes.swift": .workspace,
      "Families/ByteParts.swift": .workspace,
      "Families/Convolution+Products.swift": .workspace,
      "Families/ConvolutionNumber.swift": .workspace,
      "Families/MatrixProduct.swift": .workspace,
      "Families/PackedBytes.swift": .workspace,
      "Families/WindowSums.swift": .workspace,
    ],
    .conversion: [
      "Families/PortableMap.swift": .own,
      "Window/RoiAlign.swift": .own,
    ],
  ]

  /// Elsewhere times, records and answers of adapters are converted; these are bounded where they stand.
  private static let conversionsElsewhere: Set = [
    "Adapters/MessageStream.swift", "Harness/Workers/WorkerProcess.swift",
  ]

  /// Those of all modules.
  private static func sources() throws -> [(path: String, text: String)] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path())
    return try paths.sorted().filter { $0.hasSuffix(".swift") }.map {
      ($0, try String(contentsOf: root.appending(path: $0), encoding: .utf8))
    }
  }

  @Test(
    "have hazards only where a proof is given, and no proof without one",
    arguments: NumberHazard.allCases)
  func hazards(hazard: NumberHazard) throws {
    // Mathematics computes with bits of floats, and reads nothing of a file.
    let sources = try Self.sources().filter {
      $0.path.hasPrefix("Operators/") && !$0.path.hasPrefix("Operators/Mathematics/")
    }.map { (path: String($0.path.dropFirst("Operators/".count)), text: $0.text) }
    #expect(sources.count > 200)
    let found = try sources.filter { try hazard.count(in: $0.text) > 0 }.map(\.path)
    #expect(found == Self.proofs[hazard]?.keys.sorted())
  }

  @Test("of all other modules convert no float to an integer that may be out of range")
  func conversions() throws {
    let others = try Self.sources().filter { !$0.path.hasPrefix("Operators/") }
    #expect(others.count > 400)
    let found = try others.filter { try NumberHazard.conversion.count(in: $0.text) > 0 }.map(\.path)
    #expect(Set(found) == Self.conversionsElsewhere)
  }

  @Test("are searched for every form of a hazard")
  func forms() throws {
    let text =
      "let a = b &+ c[0]! // &-\nlet d = Int(x.rounded(.down)) + Int(saturating: x.rounded())"
    #expect(try NumberHazard.allCases.map { try $0.count(in: text) } == [1, 1, 1])
    #expect(try NumberHazard.trap.count(in: "a != b, !c, \"d!\", try! e, precondition(f)") == 2)
  }
}
