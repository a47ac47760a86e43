import Tensors
import Testing

@testable import TensorFiles

/// Expected bytes are those of numpy.lib.format's description.
@Suite("A .npy file") struct NumpyFileTests {
  private static func file(_ header: String, _ elements: [UInt8]) -> [UInt8] {
    [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + header.utf8 + elements
  }

  @Test("has a header of 64 bytes and little-endian elements")
  func writing() throws {
    let bytes = try #require(NumpyFile.bytes(of: try Tensor([Int16(1), -2], shape: [2, 1])))
    let header = "{'descr': '<i2', 'fortran_order': False, 'shape': (2,1,), }"
    #expect(bytes.count == 128 + 4 && bytes[8] == 118 && bytes[127] == 10)
    #expect(bytes[10...].starts(with: header.utf8))
    #expect(bytes.suffix(4) == [1, 0, 0xfe, 0xff])
    #expect(NumpyFile.bytes(of: try Tensor([BFloat16(narrowing: 1)], shape: [1])) == nil)
  }

  @Test("comes back as it was, scalars and empty tensors too")
  func roundTrip() throws {
    let tensors = [
      Tensor(scalar: 2.5), try Tensor([Float](), shape: [0, 3]),
      try Tensor([true, false], shape: [2]),
    ]
    for tensor in tensors {
      let back = try NumpyFile.tensor(try #require(NumpyFile.bytes(of: tensor)))
      #expect(Value.tensor(back).hasBits(of: .tensor(tensor)))
    }
  }

  @Test("in Fortran's order has the first axis as the fastest")
  func fortran() throws {
    let header = "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }\n"
    let tensor = try NumpyFile.tensor(Self.file(header, [1, 2, 3, 4, 5, 6]))
    #expect(try tensor.elements(as: UInt8.self) == [1, 3, 5, 2, 4, 6])
  }

  @Test("of strings has them in UTF-32, padded with zeros")
  func strings() throws {
    let header = "{'descr': '<U2', 'fortran_order': False, 'shape': (2,), }\n"
    let units: [UInt8] = [97, 0, 0, 0, 0, 0, 0, 0, 0xe5, 0x65, 0, 0, 98, 0, 0, 0]
    guard case .string(let texts) = try NumpyFile.tensor(Self.file(header, units)).elements else {
      Issue.record("it has no strings")
      return
    }
    #expect(Array(texts) == ["a", "日b"])
  }

  @Test("cut off or with a byte flipped is read, or an error says why")
  func damaged() throws {
    for tensor in [try Tensor([Float(1), 2], shape: [2, 1]), try Tensor(["ab", ""], shape: [2])] {
      let bytes = try #require(NumpyFile.bytes(of: tensor))
      for count in bytes.indices {
        #expect(throws: FormatError.self) { try NumpyFile.tensor(Array(bytes.prefix(count))) }
      }
      for place in bytes.indices {
        for mask: UInt8 in [0xff, 0x80, 1] {
          var damaged = bytes
          damaged[place] ^= mask
          do throws(FormatError) { _ = try NumpyFile.tensor(damaged) } catch {
            #expect(!error.fact.isEmpty)
          }
        }
      }
    }
  }

  @Test("of strings in Fortran's order has the first axis as the fastest")
  func fortranStrings() throws {
    let header = "{'descr': '<U1', 'fortran_order': True, 'shape': (2, 2), }\n"
    let units: [UInt8] = [97, 98, 99, 100].flatMap { [$0, 0, 0, 0] }
    let tensor = try NumpyFile.tensor(Self.file(header, units))
    #expect(try tensor.elements(as: String.self) == ["a", "c", "b", "d"])
  }

  static let wrong: [(header: String, fact: String)] = [
    ("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", "numpy's type '>f4'"),
    ("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "numpy's type '|O'"),
    ("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "several fields"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "4 bytes of elements"),
    ("{'descr': '<f4', 'fortran_order': True, 'shape': (2,), }", "4 bytes of elements"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "no shape"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999, 9999999999), }", "no shape"),
    ("{'descr': '<U9', 'fortran_order': False, 'shape': (1,), }", "4 bytes of strings"),
    ("{'descr': '<f4', 'fortran_order': False}", "no shape"),
  ]

  @Test("that can't be read says why", arguments: wrong)
  func refused(header: String, fact: String) {
    let error = #expect(throws: FormatError.self) {
      try NumpyFile.tensor(Self.file(header, [0, 0, 0, 0]))
    }
    #expect(error?.fact.contains(fact) == true, "\(error?.fact ?? "none")")
    for count in 0..<12 {
      #expect(throws: FormatError.self) {
        try NumpyFile.tensor(Array(Self.file(header, []).prefix(count)))
      }
    }
  }
}
