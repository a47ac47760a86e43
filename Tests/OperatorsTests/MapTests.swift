import Graphs
import Tensors
import Testing

@Suite("Maps") struct MapTests {
  private func map<K: Element, V: Element>(_ keys: [K], _ values: [V]) -> Value {
    .map(MapValue(keys: Tensor(vector: keys), values: .tensor(Tensor(vector: values))))
  }

  @Test("ZipMap makes a map of each row")
  func zip() throws {
    let node = try LearningNode("ZipMap", ["classlabels_strings": .strings(["a", "b"])])
    let z = try node.values(.tensor(try floats([1, 2, 3, 4], [2, 2])))[0]
    guard case .sequence(let maps, let kind) = z else {
      Issue.record("no sequence")
      return
    }
    #expect(kind.name == "map(string, tensor(float))")
    #expect(maps[1].hasBits(of: map(["a", "b"], [3, 4] as [Float])))
    #expect(node.node.revision?.types["T"]?.contains(z.kind) == true)
    #expect(throws: OperatorError.self) { try node.values(.tensor(try floats([1], [1, 1]))) }
  }

  @Test("DictVectorizer takes the vocabulary's order, and zero for a word that is not there")
  func vectorizer() throws {
    let node = try LearningNode(
      "DictVectorizer", ["string_vocabulary": .strings(["a", "c", "b", "z"])])
    let y = try node.values(map(["c", "a", "other"], [8, 4, 1] as [Int64]))[0].tensor
    #expect(y?.shape == [1, 4] && y?.integers == [4, 8, 0, 0])
    #expect(throws: OperatorError.self) { try node.values(map([1] as [Int64], [1] as [Float])) }
  }

  struct Cast: CustomTestStringConvertible {
    let form: String, target: String, expected: [String]
    var testDescription: String { "\(form) \(target)" }
  }

  @Test(
    "CastMap orders values by keys, or puts them where keys say",
    arguments: [
      Cast(form: "DENSE", target: "TO_FLOAT", expected: ["2.0", "1.5"]),
      Cast(form: "SPARSE", target: "TO_FLOAT", expected: ["0.0", "2.0", "0.0", "1.5"]),
      Cast(form: "SPARSE", target: "TO_INT64", expected: ["0.0", "2.0", "0.0", "1.0"]),
    ])
  func cast(row: Cast) throws {
    let node = try LearningNode(
      "CastMap",
      [
        "map_form": .string(row.form), "cast_to": .string(row.target), "max_map": .int(4),
      ])
    let y = try node.values(map([3, 1] as [Int64], [1.5, 2] as [Float]))[0].tensor
    #expect(y?.shape == [1, row.expected.count])
    #expect(y?.doubles?.map { "\($0)" } == row.expected)
  }

  @Test("CastMap reads strings, and refuses a key outside of a sparse map")
  func strings() throws {
    let dense = try LearningNode("CastMap", ["cast_to": .string("TO_INT64")])
    #expect(try dense.values(map([2] as [Int64], ["7"]))[0].tensor?.integers == [7])
    let sparse = try LearningNode("CastMap", ["map_form": .string("SPARSE")])
    #expect(throws: OperatorError.index(1, extent: 1)) {
      try sparse.values(map([1] as [Int64], [1] as [Float]))
    }
    #expect(throws: OperatorError.self) {
      try LearningNode("CastMap", ["map_form": .string("SPARSE"), "max_map": .int(.max)])
        .values(map([0] as [Int64], [1] as [Float]))
    }
  }
}
