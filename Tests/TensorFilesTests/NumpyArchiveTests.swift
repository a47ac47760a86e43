import Foundation
import Tensors
import Testing

@testable import TensorFiles

/// The files are numpy 2.4.6's: `numpy.savez(b, numpy.arange(6, dtype=numpy.float32).reshape(2, 3),
/// ids=numpy.array([7, -8], numpy.int64))`, and the same by `savez_compressed`.
@Suite("An .npz file") struct NumpyArchiveTests {
  static let stored = """
    UEsDBC0AAAAAAAAAIQD5mwu2//////////8HABQAaWRzLm5weQEAEACQAAAAAAAAAJAAAAAAAAAAk05VTVBZAQB2AHsn\
    ZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsKSwgfSAgICAgICAgICAgICAg\
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoHAAAAAAAAAPj/////////UEsDBC0A\
    AAAAAAAAIQBP6QAq//////////8JABQAYXJyXzAubnB5AQAQAJgAAAAAAAAAmAAAAAAAAACTTlVNUFkBAHYAeydkZXNj\
    cic6ICc8ZjQnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgICAg\
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgCgAAAAAAAIA/AAAAQAAAQEAAAIBAAACgQFBL\
    AQItAy0AAAAAAAAAIQD5mwu2kAAAAJAAAAAHAAAAAAAAAAAAAACAAQAAAABpZHMubnB5UEsBAi0DLQAAAAAAAAAhAE/p\
    ACqYAAAAmAAAAAkAAAAAAAAAAAAAAIAByQAAAGFycl8wLm5weVBLBQYAAAAAAgACAGwAAACcAQAAAAA=
    """
  static let deflated = """
    UEsDBC0AAAAIAAAAIQD5mwu2//////////8HABQAaWRzLm5weQEAEACQAAAAAAAAAEsAAAAAAAAAm+wX6hsQychQxlCt\
    npJanFykbqWgbpNpoa6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjqaOgq1ChQALnYGCPjxHwIAUEsDBC0A\
    AAAIAAAAIQBP6QAq//////////8JABQAYXJyXzAubnB5AQAQAJgAAAAAAAAAVQAAAAAAAACb7BfqGxDJyFDGUK2eklqc\
    XKRupaBuk2airqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOgrGmjoKtQpkAy4GMGiwBxIOQATEDUC8wAEA\
    UEsBAi0DLQAAAAgAAAAhAPmbC7ZLAAAAkAAAAAcAAAAAAAAAAAAAAIABAAAAAGlkcy5ucHlQSwECLQMtAAAACAAAACEA\
    T+kAKlUAAACYAAAACQAAAAAAAAAAAAAAgAGEAAAAYXJyXzAubnB5UEsFBgAAAAACAAIAbAAAABQBAAAAAA==
    """

  static func bytes(_ text: String) -> [UInt8] { Array(Data(base64Encoded: text) ?? Data()) }

  @Test("has tensors by name, stored or deflated", arguments: [stored, deflated])
  func reading(text: String) throws {
    let archive = try NumpyArchive(Self.bytes(text))
    #expect(archive.names == ["ids", "arr_0"])
    let ids = try archive.tensor("ids")
    #expect(try ids.elements(as: Int64.self) == [7, -8] && ids.shape == [2])
    let first = try archive.tensor("arr_0")
    #expect(try first.elements(as: Float.self) == [0, 1, 2, 3, 4, 5] && first.shape == [2, 3])
    let error = #expect(throws: FormatError.self) { try archive.tensor("x") }
    #expect(error?.fact == "has no 'x'; it has ids, arr_0")
  }

  @Test("cut off anywhere is an error, never a trap", arguments: [stored, deflated])
  func truncated(text: String) {
    let bytes = Self.bytes(text)
    for count in bytes.indices {
      #expect(throws: FormatError.self, "\(count) bytes") {
        try NumpyArchive(Array(bytes.prefix(count)))
      }
    }
  }

  @Test("with any byte flipped is read, or an error says why", arguments: [stored, deflated])
  func flipped(text: String) {
    let bytes = Self.bytes(text)
    var refusedCount = 0
    for place in bytes.indices {
      for mask: UInt8 in [0xff, 0x80, 1] {
        var damaged = bytes
        damaged[place] ^= mask
        do throws(FormatError) {
          let archive = try NumpyArchive(damaged)
          for name in archive.names { _ = try archive.tensor(name) }
        } catch {
          #expect(!error.fact.isEmpty)
          refusedCount += 1
        }
      }
    }
    #expect(refusedCount > bytes.count)
  }

  @Test("whose element was changed has a wrong checksum")
  func checksum() throws {
    var bytes = Self.bytes(Self.stored)
    let place = try #require(bytes.firstRange(of: [0xf8, 0xff, 0xff])?.lowerBound)
    bytes[place] = 0xf9
    let error = #expect(throws: FormatError.self) { try NumpyArchive(bytes).tensor("ids") }
    #expect(error?.fact == "has a member 'ids.npy' whose checksum is wrong: it is damaged")
  }

  @Test("that claims more than its bytes can hold asks for no memory")
  func bomb() throws {
    var bytes = Self.bytes(Self.deflated)
    let directory = try #require(bytes.firstRange(of: [0x50, 0x4b, 1, 2])?.lowerBound)
    // The content's size of the first member: 4 GiB less 2.
    bytes.replaceSubrange(directory + 24..<directory + 28, with: [0xfe, 0xff, 0xff, 0xff])
    let error = #expect(throws: FormatError.self) { try NumpyArchive(bytes).tensor("ids") }
    #expect(
      error?.fact
        == "says 4294967294 bytes of 'ids.npy', more than 75 deflated bytes can hold")
  }

  @Test("comes back as it was written")
  func roundTrip() throws {
    let tensors: [(name: String, tensor: Tensor)] = [
      ("a/b", try Tensor([Float.nan, -0.0, 1e30], shape: [3, 1])), ("ü", Tensor(scalar: true)),
      ("words", try Tensor(["", "日本", "x"], shape: [3])),
    ]
    let archive = try NumpyArchive(try NumpyArchive.bytes(of: tensors))
    #expect(archive.names == tensors.map(\.name))
    for (name, tensor) in tensors {
      #expect(Value.tensor(try archive.tensor(name)).hasBits(of: .tensor(tensor)))
    }
    let error = #expect(throws: FormatError.self) {
      try NumpyArchive.bytes(of: [("h", try Tensor([BFloat16(narrowing: 1)], shape: [1]))])
    }
    #expect(
      error?.fact == "can't hold 'h': numpy has no bfloat16, which .pb and .h5 files hold")
  }

  @Test(
    "is read by numpy",
    .enabled(if: ProcessInfo.processInfo.environment["WONNX_PYTHON"] != nil))
  func numpy() throws {
    let path = NSTemporaryDirectory() + "archive-\(UUID().uuidString).npz"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let bytes = try NumpyArchive.bytes(of: [
      ("x", try Tensor([Int16(1), -2], shape: [2, 1])), ("s", try Tensor(["é", ""], shape: [2])),
    ])
    try Data(bytes).write(to: URL(filePath: path))
    let script = """
      import numpy, sys, zipfile
      f = numpy.load(sys.argv[1])
      print(zipfile.ZipFile(sys.argv[1]).testzip(), [(k, f[k].dtype.str, f[k].tolist()) for k in f])
      """
    #expect(
      try Python.output(script, path)
        == "None [('x', '<i2', [[1], [-2]]), ('s', '<U1', ['é', ''])]\n")
  }
}

/// The interpreter that `WONNX_PYTHON` names.
enum Python {
  static func output(_ script: String, _ arguments: String...) throws -> String {
    let python = try #require(ProcessInfo.processInfo.environment["WONNX_PYTHON"])
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: python)
    process.arguments = ["-c", script] + arguments
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
