import Graphs
import Tensors
import Testing

@testable import TensorFiles

@Suite("A table of text") struct CSVFileTests {
  private func table(_ text: String, names: [String] = []) throws -> CSVFile {
    try CSVFile(Array(text.utf8), names: names)
  }

  @Test("has a header where a field is an input's name, or only the rows below have numbers")
  func header() throws {
    #expect(try table("a,b\n1,2\n").header == ["a", "b"])
    #expect(try table("1,2\n3,4\n").header == nil)
    #expect(try table("red,blue\ngreen,grey\n").header == nil)
    #expect(try table("red,blue\ngreen,grey\n", names: ["blue"]).header == ["red", "blue"])
  }

  @Test("gives a column by name, or the matrix of all")
  func tensors() throws {
    let table = try table("age,income\r\n1.5,2\r\n3,nan\r\n", names: ["age"])
    let age = try table.tensor("age", as: TensorType(.float, [.unknown, 1]))
    #expect(try age.elements(as: Float.self) == [1.5, 3] && age.shape == [2, 1])
    let all = try table.tensor("x", as: TensorType(.double, nil))
    #expect(all.shape == [2, 2] && all.doubles?[0...2] == [1.5, 2, 3])
    #expect(all.doubles?[3].isNaN == true)
    let error = #expect(throws: FormatError.self) {
      try table.tensor("x", as: TensorType(.int64, nil))
    }
    #expect(error?.fact == "has '1.5' in row 2, column 1, expected a number of type int64")
  }

  @Test("keeps commas, quotes and line ends within quotes")
  func quotes() throws {
    let table = try table("\"a,\"\"b\"\"\",\"c\nd\"\n , e \n")
    #expect(table.rows == [["a,\"b\"", "c\nd"], ["", "e"]])
    let strings = try table.tensor("x", as: TensorType(.string, nil))
    #expect(CSVFile.text(of: strings) == "\"a,\"\"b\"\"\",\"c\nd\"\n,e\n")
  }

  static let wrong: [(text: [UInt8], fact: String)] = [
    ([], "has no row"),
    (Array("\n\n".utf8), "has no row"),
    (Array("1,2\n3\n".utf8), "has 1 fields in row 2, but 2 in the first"),
    (Array("1,\"2\n".utf8), "has a quote in row 1 that nothing ends"),
    (Array("\"1\"2\n".utf8), "has '2' behind a quote in row 1"),
    ([0x31, 0x2c, 0xff], "is not text in UTF-8"),
  ]

  @Test("that is none says why", arguments: wrong)
  func refused(text: [UInt8], fact: String) {
    let error = #expect(throws: FormatError.self) { try CSVFile(text, names: []) }
    #expect(error?.fact == fact)
  }

  @Test("cut off anywhere is a table or an error")
  func truncated() {
    let bytes = Array("a,\"b\"\"\",é\r\n1,\"2,\n3\",-4e5\n".utf8)
    for count in 0...bytes.count {
      do throws(FormatError) {
        let table = try CSVFile(Array(bytes.prefix(count)), names: ["a"])
        _ = try table.tensor("a", as: TensorType(.float, nil))
        _ = try table.tensor("x", as: TensorType(.int8, [1, .unknown, 3]))
      } catch { #expect(!error.fact.isEmpty) }
    }
  }
}

@Suite("A text of numbers") struct TextFileTests {
  private func tensor(_ text: String, _ type: TensorType) throws -> Tensor {
    try TextFile.tensor(Array(text.utf8), as: type)
  }

  @Test("takes the declared shape where it fits")
  func shapes() throws {
    #expect(try tensor("1 2\n3, 4\n", TensorType(.float, [2, 2])).shape == [2, 2])
    #expect(try tensor("1 2 3 4", TensorType(.float, [.symbol("n"), 2])).shape == [2, 2])
    #expect(try tensor("1 2 3", TensorType(.float, [.symbol("n"), 2])).shape == [3])
    #expect(try tensor("1 2 3", TensorType(.float, nil)).shape == [3])
    #expect(try tensor("", TensorType(.int8, [0])).count == 0)
  }

  @Test("rounds to its type once, and lets nothing wrap around")
  func numbers() throws {
    // Halfway between 1 and the next float32 is 1 + 2⁻²⁴; a little more rounds up.
    let text = "1.000000059604644775390625 1.00000005960464477539062501"
    let floats = try tensor(text, TensorType(.float, nil))
    #expect(try floats.elements(as: Float.self) == [1, 1.0000001])
    let wide = try tensor("18446744073709551615", TensorType(.uint64, nil))
    #expect(try wide.elements(as: UInt64.self) == [.max])
    let truths = try tensor("true 0 False", TensorType(.bool, nil))
    #expect(try truths.elements(as: Bool.self) == [true, false, false])
    for (text, dtype) in [
      ("256", DType.uint8), ("nan", .int32), ("1.5", .int4), ("x", .float), ("2", .bool),
    ] {
      let error = #expect(throws: FormatError.self) {
        try tensor("0\n\(text)", TensorType(dtype, nil))
      }
      #expect(error?.fact == "has '\(text)' in row 2, expected a number of type \(dtype.name)")
    }
  }

  @Test("for strings is one a line")
  func lines() throws {
    let lines = try tensor("a b\n\nc\n", TensorType(.string, [.unknown, 1]))
    #expect(try lines.elements(as: String.self) == ["a b", "", "c"] && lines.shape == [3, 1])
  }
}
