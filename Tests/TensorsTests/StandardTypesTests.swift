import Foundation
import Tensors
import Testing

@Suite("The table of element types")
struct StandardTypesTests {
  private static let standard = Result { try Standard() }

  @Test("has the standard's names and numbers")
  func names() throws {
    let expected = try Self.standard.get().types
    #expect(DType.allCases.map(\.name) == expected.map(\.name))
    #expect(DType.allCases.map(\.rawValue) == expected.map(\.number))
  }

  @Test("has onnx's kinds and widths")
  func widths() throws {
    for row in try Self.standard.get().types {
      let dtype = try #require(DType(name: row.name))
      let kind =
        switch dtype.facts {
        case .float: "float"
        case .signed: "signed"
        case .unsigned: "unsigned"
        case .complex: "complex"
        case .bool: "bool"
        case .string: "string"
        }
      #expect(kind == row.kind, "\(row.name)")
      guard let byteCount = row.byteCount else { continue }
      #expect(dtype.bitWidth == row.bits ?? 8 * byteCount, "\(row.name)")
      #expect(dtype.byteWidth == byteCount, "\(row.name)")
      let one = Elements(count: 1, dtype: dtype) { bytes in
        for i in bytes.indices { bytes[i] = 0 }
      }
      #expect(one.dtype == dtype && one.withBytes(\.count) == byteCount, "\(row.name)")
    }
  }

  @Test("has the limits that numpy and ml_dtypes state")
  func limits() throws {
    for row in try Self.standard.get().types where row.kind == "float" {
      let format = try #require(DType(name: row.name)?.floatFormat)
      #expect(format.exponentBits == row.exponentBits, "\(row.name)")
      #expect(format.mantissaBits == row.mantissaBits, "\(row.name)")
      #expect(format.epsilon == row.epsilon, "\(row.name)")
      #expect(format.unit == row.unit, "\(row.name)")
      #expect(format.greatest == row.greatest, "\(row.name)")
      #expect((format.isSigned ? -format.greatest : format.unit) == row.least, "\(row.name)")
    }
  }

  @Test("has the numbers that ml_dtypes reads from each code of a small float")
  func codes() throws {
    for row in try Self.standard.get().types {
      guard let values = row.values else { continue }
      let dtype = try #require(DType(name: row.name))
      let format = try #require(dtype.floatFormat)
      let expected = try values.split(separator: " ").map { try #require(Double($0)) }
      let codes = Elements(count: expected.count, dtype: dtype) { bytes in
        for code in bytes.indices { bytes[code] = UInt8(code) }
      }
      let found = try #require(try Tensor(codes, shape: [expected.count]).doubles)
      let wrong = expected.indices.filter { !isSame(found[$0], expected[$0]) }
      #expect(wrong.isEmpty, "\(row.name): codes \(wrong)")
      #expect(format.hasZero == expected.contains(0), "\(row.name)")
      #expect(format.hasNegativeZero == expected.contains { $0 == 0 && $0.sign == .minus })
      #expect(format.hasNaN == expected.contains { $0.isNaN }, "\(row.name)")
      #expect(format.hasInfinity == expected.contains { $0.isInfinite }, "\(row.name)")
      #expect(format.infinity.map(Int.init) == expected.firstIndex(of: .infinity), "\(row.name)")
    }
  }

  private func isSame(_ a: Double, _ b: Double) -> Bool {
    a.isNaN ? b.isNaN : a.bitPattern == b.bitPattern
  }
}

/// The element types of onnx, as `Conformance/schemas` holds them.
private struct Standard: Decodable {
  struct Row: Decodable {
    let name: String
    let number: Int32
    let kind: String
    let byteCount: Int?
    let bits: Int?
    let exponentBits: Int?
    let mantissaBits: Int?
    let epsilon: Double?
    let greatest: Double?
    let least: Double?
    let unit: Double?
    let values: String?
  }

  let types: [Row]

  init(file: String = #filePath) throws {
    let root = URL(filePath: file).deletingLastPathComponent().appending(path: "../..")
    let url = root.appending(path: "Conformance/schemas/element-types.json")
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
  }
}
