import Archives
import Foundation
import Tensors
import Testing

@Suite("An HDF5 file that is read") struct ArchiveReadingTests {
  static let tensors: [Tensor] = {
    let all: [Tensor?] = DType.allCases.map { dtype in
      switch dtype {
      case .string: try? Tensor(["é", "", "日本"], shape: [3])
      case .bool: try? Tensor([true, false], shape: [2, 1])
      case .complex64: try? Tensor([Complex64(1, -2)], shape: [1])
      case .complex128: try? Tensor([Complex128(0.5, 3)], shape: [])
      default:
        dtype.isFloat
          ? try? Tensor(narrowing: .double([1, 0.5, 2]), to: dtype, shape: [3, 1])
          : dtype.isSignedInteger
            ? try? Tensor(narrowing: .int([1, 0, -1]), to: dtype, shape: [1, 3])
            : try? Tensor(narrowing: .uint([1, 0, 3]), to: dtype, shape: [3])
      }
    }
    return all.compactMap { $0 } + [
      Tensor(vector: [Float](repeating: 7, count: 100))
    ]
  }()

  @Test("has every element type as it was written")
  func roundTrip() throws {
    #expect(Self.tensors.count == DType.allCases.count + 1)
    let path = NSTemporaryDirectory() + "archive-\(UUID().uuidString).h5"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let archive = try Archive(creating: path)
    for (place, tensor) in Self.tensors.enumerated() { try archive.write(tensor, as: "t\(place)") }
    try archive.finish()
    let reader = try ArchiveReader(reading: path)
    #expect(Set(reader.names) == Set(Self.tensors.indices.map { "t\($0)" }))
    for (place, tensor) in Self.tensors.enumerated() {
      let back = try reader.tensor("/t\(place)")
      #expect(Value.tensor(back).hasBits(of: .tensor(tensor)), "\(tensor.dtype.name)")
    }
    let error = #expect(throws: ArchiveError.self) { try reader.tensor("x") }
    #expect(error?.description == "\(path): 'x' is not there")
  }

  @Test(
    "may be h5py's, with big-endian numbers and strings of one width",
    .enabled(if: ProcessInfo.processInfo.environment["WONNX_PYTHON"] != nil))
  func foreign() throws {
    let path = NSTemporaryDirectory() + "archive-\(UUID().uuidString).h5"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let script = """
      import h5py, numpy, sys
      with h5py.File(sys.argv[1], 'w') as f:
          f['g/big'] = numpy.array([1.5, -2], '>f8')
          f['bool'] = numpy.array([True, False])
          f['fixed'] = numpy.array([b'ab', b'c'])
          f['time'] = numpy.array([(1, 2)], [('a', 'i4'), ('b', 'i4')])
          f.create_dataset('huge', shape=(1 << 40,), chunks=(1024,), dtype='f4')
          f['inner'] = numpy.array([b'a\\0b', b'c', b'd\\0e\\0'], 'S4')
          f['ended'] = numpy.array([b'ab'], 'S4')
          spaced = h5py.h5t.C_S1.copy()
          spaced.set_size(4)
          spaced.set_strpad(h5py.h5t.STR_SPACEPAD)
          space = h5py.h5s.create_simple((1,))
          h5py.h5d.create(f.id, b'spaced', spaced, space).write(
              h5py.h5s.ALL, h5py.h5s.ALL, numpy.array([b'a b '], 'S4'), mtype=spaced)
          f['nothing'] = h5py.Empty('f4')
          f.create_dataset('lzf', data=numpy.zeros(100, 'f4'), compression='lzf')
      """
    _ = try Python.output(script, path)
    let reader = try ArchiveReader(reading: path)
    #expect(
      reader.names == [
        "bool", "ended", "fixed", "g/big", "huge", "inner", "lzf", "nothing", "spaced", "time",
      ])
    #expect(try reader.tensor("inner").elements(as: String.self) == ["a\0b", "c", "d\0e"])
    #expect(try reader.tensor("ended").elements(as: String.self) == ["ab"])
    #expect(try reader.tensor("spaced").elements(as: String.self) == ["a b"])
    #expect(try reader.tensor("g/big").elements(as: Double.self) == [1.5, -2])
    #expect(try reader.tensor("bool").elements(as: Bool.self) == [true, false])
    #expect(try reader.tensor("fixed").elements(as: String.self) == ["ab", "c"])
    for (name, fact) in [
      ("time", "has elements of a type that ONNX lacks"),
      ("huge", "has extents [1099511627776], more than the file holds"), ("g", "is no data set"),
      ("nothing", "is empty: it has a type and no value"),
      (
        "lzf", "is compressed by the filter 'lzf', which this machine's HDF5 lacks: gzip it has"
      ),
    ] {
      let error = #expect(throws: ArchiveError.self) { try reader.tensor(name) }
      #expect(error?.description == "\(path): '\(name)' \(fact)")
    }
  }

  @Test("that is none says so")
  func damaged() throws {
    let path = NSTemporaryDirectory() + "archive-\(UUID().uuidString).h5"
    defer { try? FileManager.default.removeItem(atPath: path) }
    for bytes in [[], Array("no HDF5".utf8), [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]] {
      try Data(bytes as [UInt8]).write(to: URL(filePath: path))
      let error = #expect(throws: ArchiveError.self) { try ArchiveReader(reading: path) }
      #expect(error?.description == "\(path): it is no HDF5 file that can be read")
    }
  }
}
