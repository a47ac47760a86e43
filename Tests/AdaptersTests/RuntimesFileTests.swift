import Testing

@testable import Adapters

@Suite("A file of runtimes") struct RuntimesFileTests {
  @Test("says how each is reached, with paths below the file's folder")
  func whole() throws {
    let file = try RuntimesFile(
      parsing: """
        [mine]
        connect = "exec:./adapter 'a b'"
        jobs = 2
        timeout = 30
        environment = { OMP_NUM_THREADS = "1" }
        folder = "../build"
        expectations = "mine.toml"

        [other]
        connect = "onnxruntime"
        timeout = 0.5
        folder = "/opt"
        """, path: "nights/runtimes.toml")
    #expect(file.names == ["mine", "other"])
    #expect(
      file["mine"]
        == RuntimesFile.Entry(
          connect: "exec:./adapter 'a b'", jobs: 2, timeout: 30,
          environment: ["OMP_NUM_THREADS": "1"], folder: "nights/../build",
          expectations: "nights/mine.toml"))
    #expect(file["other"]?.timeout == 0.5)
    #expect(file["other"]?.folder == "/opt")
    #expect(file["third"] == nil)
  }

  static let defects: [(text: String, words: String)] = [
    ("[a]", "'a.connect' is missing"),
    ("[a]\nconnect = 3", "'a.connect' is missing or of another type"),
    ("[a]\nconnect = \"onnx\"\njob = 1", "'a.job' is not known; there are connect, jobs"),
    ("[a]\nconnect = \"onnx\"\njobs = 0", "[a] has jobs = 0, expected 1 to 1024"),
    ("[a]\nconnect = \"onnx\"\ntimeout = -1", "[a] has timeout = -1.0"),
    ("a = 1", "'a'"),
    ("\n[a", "line 2"),
  ]

  @Test("names what it can't take", arguments: defects)
  func defect(text: String, words: String) {
    let error = #expect(throws: RuntimesFileError.self) {
      try RuntimesFile(parsing: text, path: "runtimes.toml")
    }
    #expect(error?.description.hasPrefix("runtimes.toml: ") ?? false)
    #expect(error?.description.contains(words) ?? false, "\(error?.description ?? "")")
  }
}
