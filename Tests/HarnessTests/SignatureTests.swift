import Testing

@testable import Harness

@Suite("A signature") struct SignatureTests {
  @Test(
    "takes out what is peculiar to one case",
    arguments: [
      (
        "Softmax-13 'a/b': axis 3 is outside -2...1 for an input of shape [4, 8].",
        "Softmax-# '…': axis # is outside -# for an input of shape […]."
      ),
      (
        "output 'y' differs in 2 of 4 elements; the first is [0]: 1.5e-7, expected 2.5.",
        "output '…' differs in # of # elements; the first is […]: #, expected #."
      ),
      ("float8e4m3fn is no int64", "float8e4m3fn is no int64"),
      ("index [[0, 1], [2]] of x_12", "index […] of x_12"),
    ])
  func peculiar(reason: String, signature: String) { #expect(Signature(reason).text == signature) }

  @Test(
    "takes an apostrophe for a letter",
    arguments: [
      (
        "the worker's memory can't be read for 'Conv' of 3 nodes",
        "the worker's memory can't be read for '…' of # nodes"
      ),
      ("the workers' 2 pipes are 'shut'", "the workers' # pipes are '…'"),
      ("'the node's own name' is empty", "'…' is empty"),
      ("'' is no name", "'…' is no name"),
      ("('b', 'c')", "('…', '…')"),
    ])
  func apostrophes(reason: String, signature: String) {
    #expect(Signature(reason).text == signature)
  }

  @Test(
    "keeps what is opened and never closed",
    arguments: [
      ("the rock 'n roll operator of 2 inputs", "the rock 'n roll operator of # inputs"),
      ("1 is outside [0, 1)", "# is outside [#, #)"), ("'", "'"), ("[", "["),
    ])
  func open(reason: String, signature: String) { #expect(Signature(reason).text == signature) }

  @Test("differs for causes that differ after an apostrophe")
  func causes() {
    #expect(
      Signature("the operator's kernel is missing")
        != Signature("the operator's inputs are too large"))
  }
}
