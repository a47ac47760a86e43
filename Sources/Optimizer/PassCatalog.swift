package import Runtimes

/// The passes, in the order in which they help each other most.
package struct PassCatalog: Sendable {
  package let all: [any Pass]

  /// - Parameter folder: what constants are folded with.
  package init(folder: any Runtime) {
    var passes: [any Pass] = [
      FunctionExpansion(), CompositeExpansion(), IdentityRemoval(), CastSimplification(),
      QuantizedMovement(), QuantizedProducts(),
    ]
    #if ConstantFolding
      passes.append(ConstantFolding(folder: folder))
    #endif
    passes += [
      BranchSelection(), ShapeOperatorSimplification(), CommonSubexpressions(),
      TransposeSimplification(), PadIntoWindow(), LayerNormalizationFusion(), GeluFusion(),
      SoftmaxFusion(), AttentionFusion(), BatchNormalizationFusion(), BiasFusion(), GemmFusion(),
      ActivationFusion(), DeadNodeRemoval(),
    ]
    all = passes
  }

  package var names: [String] { all.map(\.name) }

  /// The optimizer of all passes but those disabled, or of those named alone.
  ///
  /// - Throws: a name that is no pass.
  package func optimizer(
    only: [String] = [], disabled: [String] = []
  ) throws(UnknownPass) -> Optimizer {
    for name in only + disabled where !names.contains(name) {
      throw UnknownPass(name: name, known: names)
    }
    return Optimizer(
      all.filter { (only.isEmpty || only.contains($0.name)) && !disabled.contains($0.name) })
  }

  /// The optimizer of all passes.
  package var optimizer: Optimizer { Optimizer(all) }
}

/// A name that no pass has.
package struct UnknownPass: Error, Sendable {
  package let name: String
  package let known: [String]
}
