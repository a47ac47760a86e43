import Foundation
import Glibc
import Testing

@testable import Harness

@Suite("Files") struct FilesTests {
  @Test("are written whole, in folders made for them, and replace what is there")
  func writes() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a/b/c.txt", "one")
    #expect(try Files.read(path) == "one")
    try Files.write("two", to: path)
    #expect(try Files.read(path) == "two" && Files.names(in: "\(folder.path)/a/b") == ["c.txt"])
  }

  @Test("that are links stay links")
  func links() throws {
    let folder = try TemporaryFolder()
    try folder.write("real.txt", "one")
    try folder.link("link.txt", to: "real.txt")
    try folder.write("link.txt", "two")
    #expect(try Files.read("\(folder.path)/real.txt") == "two")
    #expect(Files.names(in: folder.path) == ["link.txt", "real.txt"])
  }

  @Test("tell in the system's words why they can't be written or read")
  func refusals() throws {
    let folder = try TemporaryFolder()
    try folder.write("file")
    func refusal(_ body: () throws -> Void) -> String? {
      let error = #expect(throws: (any Error).self) { try body() }
      return (error as? FileError)?.cause.description ?? (error as? SystemError)?.description
    }
    #expect(refusal { try Files.write("x", to: "/dev/full") } == "No space left on device")
    #expect(
      refusal { try Files.write("x", to: "\(folder.path)/file/a/b") } == "Not a directory")
    #expect(refusal { try Files.write("x", to: folder.path) } == "Is a directory")
    #expect(refusal { _ = try Files.read("\(folder.path)/none") } == "No such file or directory")
    #expect(refusal { _ = try Files.read(folder.path) } == "Is a directory")
    #expect(refusal { _ = try Files.list("\(folder.path)/none") } == "No such file or directory")
    #expect(refusal { _ = try Files.list("\(folder.path)/file") } == "Not a directory")
  }
}
