#if ConstantFolding
  import Graphs
  import Operators
  import Tensors

  /// The nodes of a graph whose outputs follow from constants.
  struct Foldable {
    private let graph: Graph
    private let growthLimit: Int
    /// Constants, and what types tell.
    private var leaves: [ValueID: Value]
    /// Nodes to fold, in order.
    private var nodes: [Int] = []
    /// Shape operators whose values the types tell: nothing has to be computed for them.
    private var told: [Int] = []
    private let index: GraphIndex

    /// Nodes to fold together.
    struct Component: Sendable {
      let nodes: [Int]
      /// Takes nothing; gives what others read.
      let graph: Graph
    }

    init(_ graph: Graph, growthLimit: Int) {
      self.graph = graph
      self.growthLimit = growthLimit
      let index = GraphIndex(graph)
      self.index = index
      leaves = graph.constants.filter { !index.isInput($0.key) }
      let told = (try? TypeInference(graph).known) ?? [:]
      var known = Set(leaves.keys)
      for (number, node) in graph.nodes.enumerated() {
        guard node.isRepeatable else { continue }
        let results = node.outputs.compactMap { $0 }
        if node.inputs.allSatisfy({ $0.map(known.contains) ?? true }) {
          guard isSmallEnough(node) else { continue }
          nodes.append(number)
          known.formUnion(results)
        } else if !results.isEmpty, results.allSatisfy({ told[$0]?.tensor != nil }) {
          self.told.append(number)
          for id in results { leaves[id] = told[id] }
          known.formUnion(results)
        }
      }
    }

    /// Whether the outputs take no more memory than the inputs, or little of it.
    private func isSmallEnough(_ node: Node) -> Bool {
      if node.isOne(of: .constant), node.attributes["sparse_value"] == nil { return true }
      var given = 0
      for id in Set(node.inputs.compactMap(\.self)) {
        if let tensor = leaves[id]?.tensor {
          given += tensor.byteCount
        } else if let type = index.type(id), let count = type.shape?.checkedCount {
          given += count * type.dtype.byteWidth
        }
      }
      let available = max(growthLimit, given)
      for id in node.outputs {
        guard let id else { continue }
        // Only tensors can be constants of a model file.
        guard let type = graph.types[id]?.tensor else { return false }
        guard let shape = type.shape else { continue }
        guard let count = shape.checkedCount, count <= available / max(type.dtype.byteWidth, 1)
        else { return false }
      }
      return true
    }

    /// The nodes to fold, those together that read each other's values.
    func components() -> [Component] {
      var found = Dictionary(uniqueKeysWithValues: told.map { ($0, $0) })
      for number in nodes { found[number] = number }
      func root(_ number: Int) -> Int {
        var number = number
        while let next = found[number], next != number {
          found[number] = found[next]
          number = next
        }
        return number
      }
      let folded = Set(nodes)
      for number in nodes {
        for id in graph.nodes[number].inputs {
          guard let maker = index.maker(of: id), folded.contains(maker) else { continue }
          let (a, b) = (root(number), root(maker))
          found[max(a, b)] = min(a, b)
        }
      }
      let groups = Dictionary(grouping: found.keys, by: root).values.map { $0.sorted() }
      return groups.sorted { $0[0] < $1[0] }.map(component)
    }

    private func component(_ numbers: [Int]) -> Component {
      let members = Set(numbers)
      var part = Graph(name: graph.name, types: [:], opsets: graph.opsets)
      for number in numbers {
        let node = graph.nodes[number]
        for id in node.inputs { if let id, let value = leaves[id] { part.constants[id] = value } }
        for id in node.outputs {
          guard let id else { continue }
          if leaves[id] != nil { part.constants[id] = leaves[id] }
          let isSeen =
            index.isOutput(id) || index.readers(of: id).contains { !members.contains($0) }
          if isSeen { part.outputs.append(id) }
          part.names[id] = graph.names[id]
          part.types[id] = graph.types[id]
        }
        // What the types tell needs no computing.
        if node.outputs.allSatisfy({ $0.map { leaves[$0] == nil } ?? true }) {
          part.nodes.append(node)
        }
      }
      return Component(nodes: numbers, graph: part)
    }
  }
#endif
