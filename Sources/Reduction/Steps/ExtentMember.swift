import Graphs
import Tensors

/// What says an extent, or a multiple of it.
struct ExtentMember: Hashable {
  enum Place: Hashable {
    case axis(TensorPlace, Int)
    /// A number of a shape that a tensor says.
    case element(TensorPlace, Int)
    /// An attribute of the node at a place.
    case attribute(Int, String)
  }

  let place: Place
  /// How many times the extent it is: 4 for the gates of an LSTM in the axis of its weights.
  var factor = 1

  var isAxis: Bool { if case .axis = place { true } else { false } }
}

extension FedGraph {
  /// More numbers than a shape has.
  private static let longestShape = 8
  /// Attributes whose numbers are no extents.
  private static let others: Set<String> = ["axis", "batch_axis", "time_axis", "to", "dtype"]
  /// Of an extent's multiples those that operators have: gates with their biases, and their halves.
  private static let mostMultiple = 16

  /// Extents above 1 of inputs and constants, and what attributes say, the largest first.
  var extents: [Int] {
    let axes = tensorPlaces.flatMap { tensors(at: $0).flatMap(\.shape.dims) }
    let numbers = graph.nodes.indices.flatMap { attributes(of: $0).map(\.number) }
    return Set(axes + numbers).filter { $0 > 1 }.sorted(by: >)
  }

  /// What is `factor` times an extent. An attribute is the extent itself.
  func members(of extent: Int, factor: Int = 1) -> [ExtentMember] {
    let (wanted, overflow) = extent.multipliedReportingOverflow(by: factor)
    guard !overflow else { return [] }
    let inTensors = tensorPlaces.flatMap { place -> [ExtentMember] in
      let tensors = tensors(at: place)
      guard let first = tensors.first, tensors.allSatisfy({ $0.shape == first.shape }) else {
        return []
      }
      let axes = first.shape.dims.indices.filter { first.shape[$0] == wanted }
      var numbers: [Int] = []
      if first.dtype == .int64, first.rank <= 1, first.count <= Self.longestShape {
        numbers = (0..<first.count).filter { element in
          tensors.allSatisfy { $0.integers?[element] == wanted }
        }
      }
      return axes.map { ExtentMember(place: .axis(place, $0), factor: factor) }
        + numbers.map { ExtentMember(place: .element(place, $0), factor: factor) }
    }
    guard factor == 1 else { return inTensors }
    return inTensors
      + graph.nodes.indices.flatMap { node in
        attributes(of: node).filter { $0.number == wanted }
          .map { ExtentMember(place: .attribute(node, $0.name)) }
      }
  }

  /// The members of each multiple of an extent that an axis has.
  func multiples(of extent: Int) -> [[ExtentMember]] {
    (2...Self.mostMultiple).map { members(of: extent, factor: $0) }
      .filter { $0.contains(where: \.isAxis) }
  }

  /// The integers that a node's attributes say.
  private func attributes(of node: Int) -> [(name: String, number: Int)] {
    graph.nodes[node].attributes.sorted { $0.key < $1.key }.compactMap { name, value in
      guard case .int(let number) = value, !Self.others.contains(name) else { return nil }
      return (name, Int(number))
    }
  }

  /// With another extent at these places; of a multiple each part shrinks.
  func resized(
    _ members: [ExtentMember], from extent: Int, to target: Int, fromEnd: Bool
  ) -> FedGraph? {
    let range = fromEnd ? extent - target..<extent : 0..<target
    var trial = self
    for member in members {
      switch member.place {
      case .axis(let place, let axis):
        let tensors = trial.tensors(at: place).compactMap {
          $0.taking(range, ofEach: extent, along: axis)
        }
        guard tensors.count == trial.tensors(at: place).count else { return nil }
        trial = trial.replacing(tensors, at: place)
      case .element(let place, let element):
        let changed = trial.tensors(at: place).compactMap { tensor -> Tensor? in
          guard var numbers = tensor.integers, numbers.indices.contains(element) else { return nil }
          numbers[element] = target * member.factor
          return try? Tensor(numbers.map { Int64($0) }, shape: tensor.shape)
        }
        guard changed.count == trial.tensors(at: place).count else { return nil }
        trial = trial.replacing(changed, at: place)
      case .attribute(let node, let name):
        var attributes = trial.graph.nodes[node].attributes
        attributes[name] = .int(Int64(target))
        guard let changed = trial.graph.nodes[node].shrunk(to: attributes) else {
          return nil
        }
        trial.graph.nodes[node] = changed
      }
    }
    return trial
  }
}
