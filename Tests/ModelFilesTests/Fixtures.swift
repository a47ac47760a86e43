import Foundation
import Glibc
import ModelFiles
import Testing

/// Small files that the onnx package wrote.
enum Fixture: String, CaseIterable, CustomTestStringConvertible {
  case elements, external, functions, nested, sparse, types

  static let folder = "\(#filePath.dropLast("Fixtures.swift".count))Fixtures/"

  var testDescription: String { rawValue }
  var path: String { Self.folder + rawValue + ".onnx" }

  func bytes() throws -> [UInt8] { try Self.bytes(of: rawValue + ".onnx") }

  static func bytes(of name: String) throws -> [UInt8] {
    let file = try #require(fopen(folder + name, "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes.prefix(count))
  }
}

/// A folder that is gone after the test.
final class TemporaryFolder {
  let path: String

  init() throws {
    // mkdtemp replaces the last six characters.
    let placeholder = String(repeating: "X", count: 6)
    var template = Array("\(P_tmpdir)/model-files-\(placeholder)".utf8CString)
    path = String(cString: try #require(mkdtemp(&template))) + "/"
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    let file = try #require(fopen(path + name, "w"))
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// xorshift64*, so that a seed names a run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 0x2545_f491_4f6c_dd1d
  }
}
