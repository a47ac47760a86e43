import Graphs
import Tensors

/// With smaller extents. Axes of one extent shrink together, or as many of them as suit the operators,
/// with the numbers of shapes and attributes among them, and with the axes that are multiples of it, such
/// as the gates of an LSTM or the channels of a grouped Conv; inferring again says which do.
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
      let choices = Self.choices(of: fed, extent)
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

  private static func choices(of fed: FedGraph, _ extent: Int) -> [[ExtentMember]] {
    let members = fed.members(of: extent)
    let axes = members.filter(\.isAxis)
    var choices = [axes, members] + members.map { [$0] }
    if members.count <= mostChosen {
      for (i, a) in members.enumerated() {
        for (j, b) in members.enumerated().dropFirst(i + 1) {
          choices.append([a, b])
          choices += members.dropFirst(j + 1).map { [a, b, $0] }
        }
      }
    }
    let multiples = fed.multiples(of: extent)
    for related in multiples.count > 1 ? [multiples.flatMap(\.self)] + multiples : multiples {
      choices += [axes + related.filter(\.isAxis), members + related]
    }
    var seen: Set<[ExtentMember]> = []
    return choices.filter { choice in
      choice.contains(where: \.isAxis) && seen.insert(choice).inserted
    }
  }
}
