import Harness
import Testing

@Suite("A table of places")
struct PlacementTableTests {
  static let text = """
    # Written by hand.
    Add\t14\tfloat\tdevice
    Add\t14\tint64\tdevice
    Add\t14\tint64\thost value
    NonZero\t13\tfloat\thost: the output's shape depends on data

    """

  private func table(_ rows: String) throws -> PlacementTable {
    try PlacementTable(parsing: rows, path: "t.tsv")
  }

  @Test("tells what left the device, what came to it and what is new")
  func changes() throws {
    let golden = try table(Self.text)
    let found = try table(
      """
      Add\t14\tfloat\thost: the operator has no GPU kernel
      Add\t14\tint64\thost value
      NonZero\t13\tfloat\tdevice
      Sub\t14\tfloat\thost: the operator has no GPU kernel
      """)
    let changes = golden.changes(in: found)
    #expect(changes.lost.map(\.operation) == ["Add"])
    #expect(changes.gained.map(\.operation) == ["NonZero"])
    #expect(changes.new.map(\.operation) == ["Sub"])
    #expect(golden.changes(in: golden) == PlacementTable.Changes())
  }

  @Test("is read back from its text, and names a line that is none of it")
  func readBack() throws {
    let golden = try table(Self.text)
    #expect(try table(golden.text(origin: "test")) == golden)
    #expect(throws: PlacementTableError.line(path: "t.tsv", number: 2)) {
      try table("# head\nAdd\t14\tfloat")
    }
  }
}
