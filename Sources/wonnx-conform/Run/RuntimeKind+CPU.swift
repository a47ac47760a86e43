import Interpreter
import Tensors

extension RuntimeKind {
  static let cpu = RuntimeKind(
    name: "cpu", make: { factory, _, _ in Interpreter(precision: factory.precision) },
    width: Host.coreCount, reference: .double)
}
