import Foundation
import Testing

@testable import Harness

@Suite("A run's output folder") struct OutputFolderTests {
  @Test("is one run's at a time, and free again after it")
  func claim() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/new/reports"
    var first: OutputFolder? = try OutputFolder.claim(path, files: [], reserve: 4096)
    #expect(Files.exists("\(path)/.running") && Files.size("\(path)/.reserve") == 4096)
    let error = #expect(throws: OutputError.self) {
      try OutputFolder.claim(path, files: [], reserve: 0)
    }
    #expect(
      error?.description
        == "Another run (process \(getpid())) writes to '\(path)'; --output names another folder.")
    #expect(Files.exists("\(path)/.running"), "who is refused leaves the other's mark")
    _ = first
    first = nil
    #expect(Files.names(in: path).isEmpty)
    _ = try OutputFolder.claim(path, files: [], reserve: 0)
  }

  @Test("that can't be one is refused before anything runs")
  func refused() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("file")
    let error = #expect(throws: OutputError.self) {
      try OutputFolder.claim("\(file)/reports", files: [], reserve: 0)
    }
    #expect(error?.description == "'\(file)' can't be made: Not a directory.")
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/out/index.html", withIntermediateDirectories: true)
    let taken = #expect(throws: OutputError.self) {
      try OutputFolder.claim("\(folder.path)/out", files: ["index.html"], reserve: 0)
    }
    #expect(
      taken?.description == "'\(folder.path)/out/index.html' can't be written: it is a folder.")
    #expect(throws: OutputError.self) {
      try OutputFolder.claim("/proc/none", files: [], reserve: 0)
    }
  }

  @Test("knows the unfinished run in it: the journal, or a record that was cut short")
  func unfinished() throws {
    let folder = try TemporaryFolder()
    let cases = RunRecordTests.cases
    #expect(try OutputFolder.unfinished(in: folder.path) == nil)
    let done = RunRecord(
      identity: .test("done", cases: cases), results: RunRecordTests.results, end: RunEnd())
    try folder.write(OutputFolder.recordName, done.text)
    #expect(try OutputFolder.unfinished(in: folder.path) == nil)
    let missing = cases.map { PlannedCase($0).missing("cpu", reason: "interrupted") }
    let cut = RunRecord(
      identity: .test("cut", cases: cases), results: missing, end: RunEnd(stop: .interrupted))
    try folder.write(OutputFolder.recordName, cut.text)
    #expect(try OutputFolder.unfinished(in: folder.path)?.identity.id == "cut")
    let killed = RunRecord(identity: .test("killed", cases: cases))
    try folder.write(OutputFolder.journalName, killed.text)
    #expect(try OutputFolder.unfinished(in: folder.path)?.identity.id == "killed")
    try folder.write(OutputFolder.journalName, "{\"sch")
    #expect(try OutputFolder.unfinished(in: folder.path)?.identity.id == "cut")
  }

  @Test("keeps a killed run's results when something else is written there")
  func keeps() throws {
    let folder = try TemporaryFolder()
    let output = try OutputFolder.claim(folder.path, files: [], reserve: 0)
    #expect(try !output.keepUnfinished())
    try folder.write(OutputFolder.journalName, "a record")
    #expect(try output.keepUnfinished())
    #expect(Files.text("\(folder.path)/\(OutputFolder.abandonedName)") == "a record")
    #expect(!Files.exists(output.journalPath))
  }

  @Test("an error of the file system says what the system says")
  func sentences() {
    let error = #expect(throws: FileError.self) { try Files.write("x", to: "/dev/full/x") }
    #expect(error?.description == "'/dev/full' can't be made: Not a directory")
  }
}
