import Testing

@testable import Harness

@Suite("A glob") struct GlobTests {
  struct Row: CustomTestStringConvertible {
    let glob: String, takes: [String], leaves: [String]
    var testDescription: String { glob }
  }

  static let rows: [Row] = [
    Row(glob: "a*b*c", takes: ["axxbyyc", "abc"], leaves: ["abcd", "ab"]),
    Row(glob: "a*b", takes: ["ab"], leaves: ["abc"]),
    Row(glob: "*", takes: ["", "a/b"], leaves: []),
    Row(glob: "?", takes: ["a", "é"], leaves: ["", "ab"]),
    Row(glob: "**a", takes: ["ba"], leaves: ["ab"]),
    Row(glob: "test_[a-c]*", takes: ["test_add", "test_c"], leaves: ["test_", "test_dft"]),
    Row(glob: "t[!a-c]", takes: ["td", "t!"], leaves: ["ta", "t", "tdd"]),
    Row(glob: "[acx-z]", takes: ["a", "c", "y"], leaves: ["b", "-"]),
    Row(glob: "[-a]", takes: ["-", "a"], leaves: ["b"]),
    Row(glob: "[a-]", takes: ["-", "a"], leaves: ["b"]),
    Row(glob: "[]a]", takes: ["]", "a"], leaves: ["b"]),
    Row(glob: "[!]]", takes: ["a"], leaves: ["]"]),
    Row(glob: "[!]", takes: ["[!]"], leaves: ["!"]),
    Row(glob: "[c-a]", takes: ["[c-a]"], leaves: ["a", "b", "c"]),
    Row(glob: "*[0-9]", takes: ["a1", "12"], leaves: ["1a"]),
    Row(glob: "a[b", takes: ["a[b"], leaves: ["ab"]),
    Row(glob: "a]b", takes: ["a]b"], leaves: ["ab"]),
    Row(glob: "a[[]b]", takes: ["a[b]", "a[[]b]"], leaves: ["ab"]),
    Row(glob: "model[ab] (1)", takes: ["model[ab] (1)", "modela (1)"], leaves: ["modelab (1)"]),
  ]

  @Test("stands for whole names", arguments: rows)
  func matches(row: Row) {
    let glob = Glob(row.glob)
    for name in row.takes { #expect(glob.matches(name), "'\(name)'") }
    for name in row.leaves { #expect(!glob.matches(name), "'\(name)'") }
  }

  @Test("says which name alone it stands for")
  func literal() {
    #expect(Glob("a]b").literal == "a]b" && Glob("a[b").literal == "a[b")
    #expect(Glob("a[[]b[*]").literal == "a[b*")
    #expect(Glob("a*").literal == nil && Glob("[ab]").literal == nil && Glob("[!a]").literal == nil)
  }

  @Test("names a name with wildcards", arguments: ["a[b]", "*?", "[!x]", "plain", "a] [", "[[]"])
  func naming(name: String) {
    let glob = Glob(naming: name)
    #expect(glob.literal == name && glob.matches(name) && !glob.matches("a"))
  }
}
