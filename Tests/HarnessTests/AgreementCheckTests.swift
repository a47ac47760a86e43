import Graphs
import ModelFiles
import Runtimes
import Tensors
import Testing

@testable import Harness

/// Values that runtimes left in files, against the suite's [2, 3] under rtol 1e-3.
@Suite("Comparing runtimes' values") struct AgreementCheckTests {
  private func agreement(
    _ given: [(String, Value)], expected: Value = vector(2, 3)
  ) throws -> Agreement? {
    let folder = try TemporaryFolder()
    let (values, suiteCase, loader) = try Self.kept(given, in: folder, expected: expected)
    return AgreementCheck(values, loader: loader)
      .agreement(of: suiteCase, among: ["a", "b", "c"])
  }

  /// What runtimes leave of a case with one output.
  static func kept(
    _ given: [(String, Value)], in folder: TemporaryFolder, expected: Value = vector(2, 3)
  ) throws -> (KeptOutputs, SuiteCase, any CaseLoader) {
    try folder.addCase("node/test_a")
    let suiteCase = SuiteCase.test("node/test_a", folder: "\(folder.path)/node/test_a")
    let values = KeptOutputs("\(folder.path)/values")
    for (name, value) in given {
      var kept = CaseValues(suiteCase)
      let model = ModelInterface(CaseRunnerTests.graph)
      kept.add(Feeds(inputs: [nil, nil], expected: [expected]), model)
      kept.add([value], model, [])
      values.keep(CaseRecord(suiteCase, runtime: name, .pass), kept)
    }
    let loader = FileLoader(
      inner: TestLoader(
        graph: CaseRunnerTests.graph,
        values: ["input_0.pb": vector(1), "output_0.pb": expected]))
    return (values, suiteCase, loader)
  }

  /// The suite's values are the test's, the runtimes' lie in files.
  private struct FileLoader: CaseLoader {
    let inner: TestLoader
    func source(_ path: String) throws(LoadError) -> ModelSource { try inner.source(path) }
    func facets(_ path: String) throws(LoadError) -> CaseFacets { try inner.facets(path) }
    func value(_ path: String, as type: ValueType?) throws(LoadError) -> Value {
      path.contains("/values/")
        ? try ModelFileLoader().value(path, as: type) : try inner.value(path, as: type)
    }
  }

  @Test("finds the one that is off, with the element and both values")
  func oneOff() throws {
    let found = try #require(
      try agreement([("a", vector(2, 3)), ("b", vector(2, 3.01)), ("c", vector(2, 3.001))]))
    #expect(found.parties == ["expected", "a", "b", "c"])
    #expect(found.apart.map { "\($0.a) \($0.b)" } == ["expected b", "a b", "b c"])
    #expect(found.loners == ["b"])
    let reason = try #require(found.apart.first?.reason)
    #expect(reason.contains("[1]") && reason.contains("3.01") && reason.contains("3.0"))
  }

  @Test("holds shapes, types and kinds against one another too")
  func kinds() throws {
    let found = try #require(
      try agreement([
        ("a", vector(2, 3, 4)), ("b", .tensor(Tensor(vector: [2.0, 3.0] as [Double]))),
        ("c", vector(2, 3)),
      ]))
    #expect(found.groups.first == ["expected", "c"])
    #expect(found.apart.count == 5)
  }

  @Test("has nothing to say where all agree, or nobody has values")
  func none() throws {
    #expect(try agreement([("a", vector(2, 3)), ("b", vector(2, 3.0001))]) == nil)
    #expect(try agreement([]) == nil)
  }
}
