import Testing

@testable import Harness

@Suite("Ids of cases") struct CaseIDTests {
  @Test("are bytes: names that look the same are two")
  func bytes() {
    let composed = CaseID(kind: "k", name: "caf\u{e9}")
    let decomposed = CaseID(kind: "k", name: "cafe\u{301}")
    #expect(composed != decomposed && Set([composed, decomposed]).count == 2)
    #expect(composed == CaseID("k/caf\u{e9}"))
    #expect(
      [CaseID("b/a"), CaseID("a/b"), CaseID("a/a")].compactMap { $0 }.sorted() == [
        CaseID(kind: "a", name: "a"), CaseID(kind: "a", name: "b"), CaseID(kind: "b", name: "a"),
      ])
  }
}

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

  @Test("is an error when it is empty or absent")
  func empty() throws {
    let folder = try TemporaryFolder()
    #expect(throws: SuiteError.empty(folder.path)) { try load(folder) }
    #expect(throws: SuiteError.noFolder("/no/such")) {
      try Suite.load("/no/such", loader: TestLoader())
    }
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

  @Test("says in words what is wrong with its manifest")
  func damagedManifest() throws {
    let folder = try TemporaryFolder()
    try folder.addCase("node/test_a")
    let path = try folder.write("manifest.json", #"{"schema": 1}"#)
    let error = #expect(throws: SuiteError.self) { try load(folder) }
    #expect(
      error?.description == "\(path): it is not what provisioning writes: it has no 'release'.")
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

  @Test("loads a case without data, or of a manifest that counts none, as one that fails")
  func noData() throws {
    let folder = try TemporaryFolder()
    try folder.write("node/test_a/model.onnx")
    try folder.addCase("node/test_b")
    let cases = try load(folder).cases
    #expect(cases.map(\.defect) == ["the case has no test_data_set_0", nil])
    let line = try JSONLine.encode(cases[0])
    #expect(try JSONLine.decode(SuiteCase.self, line) == cases[0])
    #expect(SuiteCase.test("node/test_a", sets: 0).defect == "the case has no test_data_set_0")
  }

  @Test("loads what can't be reached as cases that fail, and the rest beside them")
  func links() throws {
    let folder = try TemporaryFolder()
    try folder.addCase("node/test_a")
    try folder.write("node/test_dangling/notes.md")
    try folder.link("node/test_dangling/model.onnx", to: "../gone.onnx")
    try folder.link("node/test_gone", to: "nowhere")
    try folder.link("node/test_linked", to: "test_a")
    try folder.write("node/test_set/model.onnx")
    try folder.link("node/test_set/test_data_set_0", to: "gone")
    try folder.write("node/test_deep/model.onnx/x")
    try folder.write(".git/config")
    try folder.link(".#lock", to: "somebody")
    try folder.write("docs/index.md")
    try folder.write("docs/more/index.md")
    try folder.link("test_top", to: "nowhere")
    let cases = try load(folder).cases
    #expect(
      cases.map { "\($0.id.name): \($0.defect ?? "-")" }.sorted() == [
        "test_a: -", "test_dangling: model.onnx is a link to '../gone.onnx', which is not there",
        "test_deep: model.onnx is a folder, expected a file",
        "test_gone: the case's folder is a link to 'nowhere', which is not there",
        "test_linked: -",
        "test_set: test_data_set_0 is a link to 'gone', which is not there",
        "test_top: the case's folder is a link to 'nowhere', which is not there",
      ])
  }

  @Test("says which data set is missing between others")
  func gap() {
    func defect(_ names: [String]) -> String? {
      DataSets(names: names) { _ in .folder(obstacle: nil) }.defect
    }
    #expect(defect(["model.onnx", "test_data_set_1", "test_data_set_0"]) == nil)
    #expect(
      defect(["test_data_set_0", "test_data_set_2"])
        == "the case has test_data_set_2, but no test_data_set_1")
    #expect(
      defect(["test_data_set_00", "test_data_set_0.npz", "test_data_set_-1"])
        == "the case has no test_data_set_0")
    #expect(
      DataSets(names: ["test_data_set_0"]) { _ in .folder(obstacle: "can't be read: why") }.defect
        == "test_data_set_0 can't be read: why")
  }
}
