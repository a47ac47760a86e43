import Testing

@testable import Harness
@testable import Reports

@Suite("Other people's runtimes in reports") struct PeerTests {
  static var run: RunReport {
    var run = sampleRun([
      sampleRecord("node/test_a", "cpu", .pass),
      sampleRecord("node/test_a", "ort", .fail(.compare)),
      sampleRecord("node/test_a", "vulkan", .pass),
    ])
    run.records[2].placement = Placement(device: 3, hostValue: 2, host: ["Loop 'l': control flow"])
    run.identity.runtimes[1].profile = SyntheticPeers.profile("ort")
    run.identity.runtimes[1].request = "ort=exec:./ort --threads 2"
    return run
  }

  @Test("have a profile on the page")
  func profile() throws {
    let data = try PageData(Self.run)
    let columns = try #require(data.members["columns"] as? [[String: Any]])
    #expect(columns.map { $0["profile"] != nil } == [false, true, false])
    let profile = try #require(columns[1]["profile"] as? [String: Any])
    #expect(profile["connection"] as? String == "exec:./ort --threads 2")
    #expect(profile["digest"] as? String == "0123456789ab")
    #expect(profile["version"] as? String == "1.2.3")
    let domains = try #require(profile["domains"] as? [[Any]])
    #expect(domains[0][0] as? String == "ai.onnx" && domains[0][2] as? Int == 23)
    #expect((profile["types"] as? [Int])?.map { data.strings[$0] }.last == "int64")
    let lack = try #require((profile["lacks"] as? [[Any]])?.first)
    #expect(lack[0] as? String == "ai.onnx:Loop" && profile["lackCount"] as? Int == 2)
  }

  @Test("ran nowhere that they do not say, whatever an empty placement claims")
  func placement() throws {
    var run = Self.run
    func placements() throws -> [[Int]?] {
      let columns = try PageData(run).members["columns"] as? [[String: Any]]
      return (columns ?? []).map { $0["placement"] as? [Int] }
    }
    #expect(try placements() == [nil, nil, [1, 3, 2, 1]])
    run.records[1].placement = Placement()
    #expect(try placements()[1] == nil)
  }

  @Test("are not among the largest errors of operators, and say theirs beside each result")
  func errors() throws {
    var run = Self.run
    for (index, ulp) in [2, 900, 3].enumerated() {
      var output = Comparison(output: "y", dtype: "float", shape: [1], elements: 1)
      (output.maxULP, output.budget) = (ulp, Double(ulp) / 4)
      run.records[index].outputs = [output]
      run.records[index].status = .pass
    }
    let data = try PageData(run)
    #expect(data.rows("errors").map { $0[1] as? Int } == [3])
    #expect(data.rows("results").map { $0[3] as? Int } == [2, 900, 3])
  }

  @Test("are named with their version and the way to them in every report")
  func identities() throws {
    let run = Self.run
    #expect(MarkdownReport(run).text.contains("| ort | ort 1.2.3, ort, a test's | 1 |"))
    let junit = JUnitReport(run).text
    #expect(junit.contains(#"<property name="version" value="ort 1.2.3"/>"#))
    #expect(junit.contains(#"<property name="connection" value="exec:./ort --threads 2"/>"#))
    let ctrf = CTRFReport(run).document
    let profiles = ctrf.results.environment.extra.runtimes.map(\.profile?.version)
    #expect(profiles == [nil, "1.2.3", nil])
    #expect(
      run.records[1].replay(run.identity)
        == "wonnx-conform --filter '^node/test_a$' --runtime 'ort=exec:./ort --threads 2'")
  }

  @Test("have what they cover and what they do not")
  func coverage() throws {
    let data = try PageData(SyntheticPeers().report())
    let columns = try #require(data.object("coverage")?["columns"] as? [[Any]])
    #expect(columns.count == 8 && columns[5][4] as? [Int] == [20, 26])
    let missing = columns[5][5...7].map { names in
      (names as? [Int] ?? []).map { data.strings[$0] }
    }
    #expect(missing == [["Gradient", "Optional"], ["Add-6", "Clip-1"], ["complex64"]])
  }
}
