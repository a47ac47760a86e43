import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("What sequences and texts mean") struct SequenceMeaningTests {
  static func rows() throws -> [Meaning] { try sequences() + optionals() + texts() }

  private static func sequences() throws -> [Meaning] {
    let (one, two) = (try Value.floats(1), try Value.floats(2, 3))
    return [
      Meaning("SequenceConstruct", 11, of: one, two, is: .list(one, two)),
      Meaning("SequenceEmpty", 11, ["dtype": .int(7)], is: .list(of: .int64)),
      Meaning("SequenceLength", 11, of: .list(one, two), is: .scalar(2 as Int64)),
      Meaning("SequenceErase", 11, of: .list(one, two), is: .list(one)),
      Meaning(
        "SequenceErase", 11, of: .list(one, two), .scalar(-2 as Int64), is: .list(two)),
      Meaning(
        "ConcatFromSequence", 11, ["axis": .int(0)], of: .list(one, two), is: try .floats(1, 2, 3)),
      Meaning(
        "ConcatFromSequence", 11, ["axis": .int(-1), "new_axis": .int(1)], of: .list(two, two),
        is: try .floats(2, 2, 3, 3, shape: [2, 2])),
      Meaning(
        "SplitToSequence", 24, of: try .floats(1, 2, 3), .scalar(2 as Int64),
        is: .list(try .floats(1, 2), try .floats(3))),
      Meaning(
        "SplitToSequence", 24, of: try .floats(1, 2, 3), try .ints(0, 3),
        is: .list(.tensor(try Tensor([Float](), shape: [0])), try .floats(1, 2, 3))),
      Meaning(
        "SplitToSequence", 24, ["keepdims": .int(0)], of: two,
        is: .list(.scalar(2 as Float), .scalar(3 as Float))),
    ]
  }

  private static func optionals() throws -> [Meaning] {
    let one = try Value.floats(1)
    let (full, empty) = (
      Value.optional(one, of: .tensor(.float)), Value.optional(nil, of: .tensor(.float))
    )
    return [
      Meaning("OptionalHasElement", 18, of: full, is: .scalar(true)),
      Meaning("OptionalHasElement", 18, of: empty, is: .scalar(false)),
      Meaning("OptionalHasElement", 18, of: one, is: .scalar(true)),
      Meaning("OptionalGetElement", 18, of: full, is: one),
      Meaning("OptionalGetElement", 18, of: one, is: one),
    ]
  }

  private static func texts() throws -> [Meaning] {
    let words = try Value.texts("Monday", "tuesday", "")
    return [
      Meaning(
        "StringConcat", 20, of: words, try .texts("!"), is: try .texts("Monday!", "tuesday!", "!")),
      Meaning(
        "StringNormalizer", 10,
        ["case_change_action": .string("UPPER"), "stopwords": .strings(["TUESDAY"])], of: words,
        is: try .texts("MONDAY", "")),
      Meaning(
        "StringNormalizer", 10, ["is_case_sensitive": .int(1), "stopwords": .strings(["Monday"])],
        of: try .texts("Monday"), is: try .texts("")),
      // The pool's pairs are (1, 2) and (2, 3); items may lie two apart: 1 _ 2 and 2 3 occur.
      Meaning(
        "TfIdfVectorizer", 9,
        [
          "mode": .string("TF"), "min_gram_length": .int(2), "max_gram_length": .int(2),
          "max_skip_count": .int(1), "ngram_counts": .ints([0, 0]),
          "ngram_indexes": .ints([0, 2]), "pool_int64s": .ints([1, 2, 2, 3]),
        ], of: try .ints(1, 7, 2, 3), is: try .floats(1, 0, 1)),
      Meaning(
        "TfIdfVectorizer", 9,
        [
          "mode": .string("TFIDF"), "min_gram_length": .int(1), "max_gram_length": .int(1),
          "max_skip_count": .int(0), "ngram_counts": .ints([0]), "ngram_indexes": .ints([0, 1]),
          "pool_strings": .strings(["a", "b"]), "weights": .floats([10, 0.5]),
        ], of: try .texts("b", "a", "b", shape: [1, 3]), is: try .floats(10, 1, shape: [1, 2])),
    ]
  }

  @Test("holds", arguments: try rows())
  func holds(row: Meaning) throws { try row.check() }
}
