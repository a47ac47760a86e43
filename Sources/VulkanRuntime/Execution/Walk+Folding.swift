import Graphs
import Runtimes
import Tensors

/// Values that follow from constants alone, so that one run makes them for all.
struct FoldedValues {
  /// A dispatch that packs constants for a node.
  struct PackKey: Hashable {
    let node: ValueID
    let dispatches: [Dispatch]
  }
  /// Nodes' outputs.
  var outputs: [ValueID: Item] = [:]
  /// Scratch tensors by their index.
  var scratch: [PackKey: [Int: DeviceTensor]] = [:]
}

extension Walk {
  /// The outputs of a node that an earlier run, or iteration, made of constants.
  func foldedOutputs(_ node: Node) -> [Item?]? {
    guard !node.outputs.isEmpty else { return nil }
    var items: [Item?] = []
    for id in node.outputs {
      guard let id else {
        items.append(nil)
        continue
      }
      guard let item = folded.outputs[id] else { return nil }
      items.append(item)
    }
    return items
  }

  /// Whether a node's outputs are the same in every run and can stay on the device.
  func isFoldable(_ node: Node, _ inputs: [Item?], in scope: Scope) -> Bool {
    scope.holdsModel && node.isRepeatable && inputs.contains { $0 != nil }
      && inputs.allSatisfy { $0?.isConstant != false }
  }

  /// Keeps what a node made of constants.
  func keep(_ outputs: [Item?], of node: Node) {
    for (id, item) in zip(node.outputs, outputs) {
      guard let id, let item else { continue }
      item.isConstant = true
      folded.outputs[id] = item
    }
  }
}

/// Which of a node's dispatches only turn constants into scratch tensors.
struct Packing {
  private(set) var dispatches: [Int] = []
  private(set) var scratch: Set<Int> = []

  /// - Parameter isConstant: whether each input is a constant.
  init(_ all: [Dispatch], isConstant: [Bool]) {
    var candidates = Set(all.indices)
    func others(_ index: Int) -> Set<Int> {
      Set(
        all.indices.filter { !candidates.contains($0) }.flatMap { other in
          all[other].bindings.compactMap { $0.access.isWritten ? $0.scratchIndex : nil }
        })
    }
    var isStable = false
    while !isStable {
      isStable = true
      for index in candidates.sorted() {
        let foreign = others(index)
        let packs = all[index].bindings.allSatisfy { binding in
          switch binding.resource {
          case .input(let input):
            !binding.access.isWritten && isConstant.indices.contains(input) && isConstant[input]
          case .output: false
          case .fault: true
          case .scratch(let scratch): !foreign.contains(scratch)
          }
        }
        if !packs {
          candidates.remove(index)
          isStable = false
        }
      }
    }
    dispatches = candidates.sorted()
    scratch = Set(dispatches.flatMap { all[$0].bindings.compactMap(\.scratchIndex) })
  }
}

extension Binding {
  fileprivate var scratchIndex: Int? {
    if case .scratch(let index) = resource { index } else { nil }
  }
}
