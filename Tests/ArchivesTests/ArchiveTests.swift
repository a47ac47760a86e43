import Archives
import Foundation
import Tensors
import Testing

@Suite("An archive")
struct ArchiveTests {
  /// Prints every data set as `name dtype shape values`, and the attributes of `case`.
  static let reader = """
    import h5py, sys
    with h5py.File(sys.argv[1]) as f:
        for name in sorted(f["case"]):
            d = f["case"][name]
            values = d.asstr()[()] if d.attrs["onnx_type"] == "string" else d[()]
            print(name, d.dtype if d.dtype != object else "string", d.shape, values.tolist(), d.compression)
        attributes = f["case"].attrs
        print({k: v if isinstance(v, str) else float(v) for k, v in sorted(attributes.items())})
    """

  @Test(
    "is read by h5py with the types, shapes, values and attributes that were written",
    .enabled(if: ProcessInfo.processInfo.environment["WONNX_PYTHON"] != nil))
  func readBack() throws {
    let path = NSTemporaryDirectory() + "archive-\(UUID().uuidString).h5"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let archive = try Archive(creating: path)
    try archive.makeGroup("case", texts: ["status": "fail"], numbers: ["rtol": 0.5])
    try archive.write(Tensor([1.5, -2] as [Float], shape: [2]), as: "case/a")
    try archive.write(Tensor([0.25] as [Float16], shape: [1, 1]), as: "case/b")
    try archive.write(Tensor(scalar: true), as: "case/c")
    try archive.write(Tensor(vector: ["é", ""]), as: "case/d")
    try archive.write(Tensor([] as [Int64], shape: [0, 3]), as: "case/e")
    try archive.write(Tensor(vector: [UInt8](repeating: 7, count: 100)), as: "case/f")
    try archive.finish()
    #expect(
      try run(Self.reader, path) == """
        a float32 (2,) [1.5, -2.0] None
        b float16 (1, 1) [[0.25]] None
        c bool () True None
        d string (2,) ['é', ''] None
        e int64 (0, 3) [] None
        f uint8 (100,) \([Int](repeating: 7, count: 100)) gzip
        {'rtol': 0.5, 'status': 'fail'}

        """)
  }

  @Test("names the file that can't be created")
  func unwritable() {
    let error = #expect(throws: ArchiveError.self) {
      _ = try Archive(creating: "/nowhere/a.h5").path
    }
    #expect(
      error?.description == "/nowhere/a.h5: the file can't be created: No such file or directory")
  }

  @Test("refuses strings that HDF5 would cut")
  func zeroBytes() throws {
    let path = NSTemporaryDirectory() + "archive-\(UUID().uuidString).h5"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let archive = try Archive(creating: path)
    let error = #expect(throws: ArchiveError.self) {
      try archive.write(Tensor(vector: ["a", "b\0c"]), as: "x")
    }
    #expect(error == .zeroByte(path: path, object: "x"))
    #expect(throws: ArchiveError.zeroByte(path: path, object: "g\0")) {
      try archive.makeGroup("g\0")
    }
    #expect(throws: ArchiveError.zeroByte(path: path, object: "g")) {
      try archive.makeGroup("g", texts: ["node": "\0"])
    }
  }

  private func run(_ script: String, _ argument: String) throws -> String {
    let python = try #require(ProcessInfo.processInfo.environment["WONNX_PYTHON"])
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: python)
    process.arguments = ["-c", script, argument]
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
