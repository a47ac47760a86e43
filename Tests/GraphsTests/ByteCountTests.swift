import Testing

@testable import Graphs

@Suite("A number of bytes") struct ByteCountTests {
  @Test("ends at the greatest that there is")
  func saturation() {
    #expect(ByteCount(3) * 4 + ByteCount(1) == ByteCount(13))
    #expect(ByteCount(1 << 62) * 2 == ByteCount(.max))
    #expect(ByteCount(.max) + ByteCount(1) == ByteCount(.max))
    #expect(ByteCount.of(nil, Int.self) == ByteCount(.max) && ByteCount.of(3, Int.self).value == 24)
  }

  @Test("is written to the byte below a mebibyte, in tenths above")
  func text() {
    #expect(ByteCount(1).description == "1 byte")
    #expect(ByteCount((1 << 20) - 1).description == "1048575 bytes")
    #expect(ByteCount(3 << 19).description == "1.5 MiB")
    #expect(ByteCount((10 << 30) - 1).description == "10239.9 MiB")
    #expect(ByteCount(25 << 29).description == "12.5 GiB")
  }
}
