import Testing

@testable import Harness

@Suite("Suite") struct SuiteTests {
  private func load(_ folder: TemporaryFolder) throws(SuiteError) -> Suite {
    try Suite.load(folder.path, loader: TestLoader(), tripwires: [folder.path])
  }

  private func manifest(_ names: [String], total: Int? = nil, bytes: Int = 5) -> String {
    let cases = names.map { name in
      """
      {"kind": "node", "name": "\(name)", "subject": null, "operators": ["Abs"], "domains": \
      ["ai.onnx"], "opsets": {"ai.onnx": 13}, "nodeCount": 1, "inputTypes": ["tensor(float)"], \
      "outputTypes": ["tensor(float)"], "elementTypes": ["float"], "rtol": 0.001, "atol": 1e-07, \
      "dataSets": 1, "modelBytes": \(bytes)}
      """
    }
    return """
      {"schema": 1, "release": "onnx 1", "stamp": "s", "total": \(total ?? names.count), \
      "counts": {}, "cases": [\(cases.joined(separator: ","))]}
      """
  }

  @Test("loads a folder without a manifest, its facets from the models")
  func folder() throws {
    let folder = try TemporaryFolder()
    try folder.addCase("mine/test_a")
    try folder.addCase("test_b")
    let suite = try load(folder)
    #expect(suite.cases.map(\.id.name).sorted() == ["test_a", "test_b"])
    #expect(suite.cases.allSatisfy { $0.rtol == 1e-3 && $0.atol == 1e-7 })
    #expect(suite.cases.first?.facets.operators == ["Relu"])
  }

  @Test("is an error when it is empty, absent or without data")
  func empty() throws {
    let folder = try TemporaryFolder()
    #expect(throws: SuiteError.empty(folder.path)) { try load(folder) }
    #expect(throws: SuiteError.noFolder("/no/such")) {
      try Suite.load("/no/such", loader: TestLoader())
    }
    try folder.write("node/test_a/model.onnx")
    #expect(throws: SuiteError.self) { try load(folder) }
  }

  @Test("is held against its manifest: a missing or cut model is an error")
  func manifestTotals() throws {
    let folder = try TemporaryFolder()
    try folder.addCase("node/test_a")
    try folder.addCase("node/test_b")
    try folder.write("manifest.json", manifest(["test_a", "test_b"]))
    #expect(try load(folder).cases.count == 2)
    try folder.write("manifest.json", manifest(["test_a", "test_b", "test_c"]))
    #expect(throws: SuiteError.missing(["node/test_c"], of: 3, release: "onnx 1")) {
      try load(folder)
    }
    try folder.write("manifest.json", manifest(["test_a"], total: 2))
    #expect(throws: SuiteError.self) { try load(folder) }
    try folder.write("manifest.json", manifest(["test_a"], bytes: 6))
    #expect(throws: SuiteError.missing(["node/test_a"], of: 1, release: "onnx 1")) {
      try load(folder)
    }
  }

  @Test("is held against the release's committed names")
  func tripwire() throws {
    let folder = try TemporaryFolder()
    try folder.addCase("node/test_a")
    try folder.write("manifest.json", manifest(["test_a"]))
    try folder.write(
      "onnx-1.json",
      #"{"release": "onnx 1", "total": 2, "cases": {"node": ["test_a", "test_z"]}}"#)
    #expect(throws: SuiteError.missing(["node/test_z"], of: 2, release: "onnx 1")) {
      try load(folder)
    }
  }
}
