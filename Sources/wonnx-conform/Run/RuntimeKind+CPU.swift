import Interpreter
import Tensors

extension RuntimeKind {
  static let cpu = RuntimeKind(
    name: "cpu",
    make: { factory, _, _ in
      Interpreter(
        precision: factory.precision, budget: factory.budget,
        loadsConstants: factory.loadsConstants, flushesSubnormals: factory.flushesSubnormals,
        timesNodes: factory.timesNodes)
    },
    width: Host.coreCount, reference: .double)
}
