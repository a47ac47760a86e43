import Graphs
import Tensors

/// With smaller extents. Axes of one extent shrink together, or as many of them as suit the operators,
/// with the numbers of shapes among them; inferring again says which do.
struct ExtentStep: ShrinkingStep {
  /// Of so many axes of one extent every choice of up to three is tried; of more, all and each.
  private static let mostChosen = 8

  func smaller(_ start: FedGraph, _ trials: Trials) async -> FedGraph {
    var best = start
    while let next = await oneSmaller(best, trials) { best = next }
    return best
  }

  /// The smallest extents first.
  private func oneSmaller(_ fed: FedGraph, _ trials: Trials) async -> FedGraph? {
    let hasTypes = (try? TypeInference(fed.graph)) != nil
    for extent in fed.extents {
      let choices = Self.choices(of: fed.members(of: extent))
      for target in Set([1, extent / 2, extent - 1]).sorted() {
        for fromEnd in [false, true] {
          for choice in choices where !trials.isOver {
            let trial = fed.resized(choice, from: extent, to: target, fromEnd: fromEnd)
            guard let trial, !hasTypes || (try? TypeInference(trial.graph)) != nil else { continue }
            if await trials.accept(trial) { return trial }
          }
        }
      }
    }
    return nil
  }

  private static func choices(of members: [FedGraph.Member]) -> [[FedGraph.Member]] {
    let axes = members.filter { $0.axis != nil }
    var choices = [axes, members] + members.map { [$0] }
    if members.count <= mostChosen {
      for (i, a) in members.enumerated() {
        for (j, b) in members.enumerated().dropFirst(i + 1) {
          choices.append([a, b])
          choices += members.dropFirst(j + 1).map { [a, b, $0] }
        }
      }
    }
    var seen: Set<[FedGraph.Member]> = []
    return choices.filter { choice in
      choice.contains { $0.axis != nil } && seen.insert(choice).inserted
    }
  }
}

extension FedGraph {
  /// An axis of a tensor, or a number of a shape that a tensor says.
  fileprivate struct Member: Hashable {
    let place: TensorPlace
    var axis: Int?
    var element: Int?
  }

  /// More numbers than a shape has.
  private static let longestShape = 8

  /// Extents above 1 of inputs and constants, the largest first.
  fileprivate var extents: [Int] {
    Set(tensorPlaces.flatMap { tensors(at: $0).flatMap(\.shape.dims) }).filter { $0 > 1 }
      .sorted(by: >)
  }

  fileprivate func members(of extent: Int) -> [Member] {
    tensorPlaces.flatMap { place -> [Member] in
      let tensors = tensors(at: place)
      guard let first = tensors.first, tensors.allSatisfy({ $0.shape == first.shape }) else {
        return []
      }
      let axes = first.shape.dims.indices.filter { first.shape[$0] == extent }
      var numbers: [Int] = []
      if first.dtype == .int64, first.rank <= 1, first.count <= Self.longestShape {
        numbers = (0..<first.count).filter { element in
          tensors.allSatisfy { $0.integers?[element] == extent }
        }
      }
      return axes.map { Member(place: place, axis: $0) }
        + numbers.map { Member(place: place, element: $0) }
    }
  }

  fileprivate func resized(
    _ members: [Member], from extent: Int, to target: Int, fromEnd: Bool
  ) -> FedGraph? {
    let range = fromEnd ? extent - target..<extent : 0..<target
    var trial = self
    for member in members {
      let tensors = trial.tensors(at: member.place)
      if let axis = member.axis {
        trial = trial.replacing(tensors.map { $0.taking(range, along: axis) }, at: member.place)
      } else if let element = member.element {
        let changed = tensors.compactMap { tensor -> Tensor? in
          guard var numbers = tensor.integers, numbers.indices.contains(element) else { return nil }
          numbers[element] = target
          return try? Tensor(numbers.map { Int64($0) }, shape: tensor.shape)
        }
        guard changed.count == tensors.count else { return nil }
        trial = trial.replacing(changed, at: member.place)
      }
    }
    return trial
  }
}
