extension AdapterChecker {
  /// What the protocol asks beyond single values.
  func checkConversation(_ profile: AdapterProfile) {
    checkRuns(profile)
    checkRefusals(profile)
    checkMessages(profile)
  }

  /// A small model that runs; without one there is nothing to see.
  private func withBase(
    _ profile: AdapterProfile,
    _ body: (Arithmetic, String, Dialogue) throws(CheckFailure) -> Finding
  ) throws(CheckFailure) -> Finding {
    guard let (arithmetic, type) = Arithmetic.base(profile), let dialogue = dialogues.first else {
      return .skipped("The profile has no operator that is used here.")
    }
    return try body(arithmetic, type, dialogue)
  }

  private func checkRuns(_ profile: AdapterProfile) {
    check("a second data set") { () throws(CheckFailure) in
      try withBase(profile) { (base, type, dialogue) throws(CheckFailure) in
        let cases = [[1, 2, 3], [4, 5, 6], [1, 2, 3]].compactMap {
          base.smokeCase("", type, shape: [3], $0)
        }
        var seen: [Dialogue.Ports] = []
        guard let first = cases.first else { return .skipped("There is nothing to run.") }
        let refused = try run(
          first, cases.map(\.given), first.model.opset(profile) ?? 13, in: dialogue
        ) { index, outputs in
          seen.append(outputs)
          return cases[index].fault(in: outputs)
        }
        if let refused { throw CheckFailure("it refuses \(base.name): \(refused)") }
        guard let last = seen.last, let once = seen.first else {
          throw CheckFailure("nothing came")
        }
        let isSame = zip(once, last).allSatisfy { $0.value == $1.value }
        if profile.deterministic, !isSame {
          throw CheckFailure("the same run gives other bits, and it says that it is deterministic")
        }
        return .holds("One handle runs other inputs, and the first again with the same bits.")
      }
    }
    check("one answer") { () throws(CheckFailure) in
      try withBase(profile) { (base, type, dialogue) throws(CheckFailure) in
        guard let smoke = base.smokeCase("", type, shape: [2], [1, 2]) else {
          return .skipped("There is nothing to run.")
        }
        // Whatever it gives: what comes after it is looked at.
        let opset = smoke.model.opset(profile) ?? 13
        _ = try run(smoke, [smoke.given], opset, in: dialogue) { _, _ in nil }
        return .holds("Each request has one answer.")
      }
    }
    check("release") { () throws(CheckFailure) in
      try withBase(profile) { (base, type, dialogue) throws(CheckFailure) in
        for numbers in [[1, 2], [3, 4]] {
          guard let smoke = base.smokeCase("", type, shape: [2], numbers) else { break }
          let opset = smoke.model.opset(profile) ?? 13
          if let refused = try run(smoke, [smoke.given], opset, in: dialogue) {
            throw CheckFailure("after a release it refuses \(base.name): \(refused)")
          }
        }
        return .holds("After a release another model is prepared.")
      }
    }
  }

  /// What can't be done is answered, and the conversation goes on.
  private func checkRefusals(_ profile: AdapterProfile) {
    let domain =
      profile.domains.keys.contains("ai.onnx") ? "ai.onnx" : profile.domains.keys.sorted()[0]
    check("an unknown operator") { () throws(CheckFailure) in
      let x = WireValue.floats([2], [1, 2])
      let smoke = SmokeCase("", "NobodyHasThis", domain: domain, inputs: [x], expected: [x])
      return try refused(
        smoke.model.bytes(opset: smoke.model.opset(profile) ?? 13), smoke.given,
        otherwise: "it runs a model with the operator NobodyHasThis; answer 'unsupported'")
    }
    check("no model") { () throws(CheckFailure) in
      try refused(
        Array("no model".utf8), [],
        otherwise: "it runs a file that is no model; answer with an error in phase 'load'")
    }
    check("an unknown handle") { () throws(CheckFailure) in
      guard let dialogue = dialogues.first else { return .skipped("There is no transport.") }
      let members: [String: JSONValue] = ["handle": .integer(987_654_321), "inputs": .array([])]
      let reply = try dialogue.askOddly("run", members)
      guard reply["error"] != nil else {
        throw CheckFailure("it runs a handle that it never gave; answer with an error")
      }
      return .holds("It is answered with an error.")
    }
  }

  /// A refusal of `prepare`, or of `run` where a runtime looks at its model only then.
  private func refused(
    _ model: [UInt8], _ inputs: Dialogue.Ports, otherwise sentence: String
  ) throws(CheckFailure) -> Finding {
    guard let dialogue = dialogues.first else { return .skipped("There is no transport.") }
    switch try dialogue.prepare(model) {
    case .refused(let reason): return .holds("It is refused: \(reason).")
    case .handle(let handle):
      guard case .refused(let reason) = try dialogue.run(handle, inputs) else {
        throw CheckFailure(sentence)
      }
      try dialogue.release(handle)
      return .holds("It is refused when it runs: \(reason).")
    }
  }

  private func checkMessages(_ profile: AdapterProfile) {
    check("an unknown command") { () throws(CheckFailure) in
      guard let dialogue = dialogues.first else { return .skipped("There is no transport.") }
      let reply = try dialogue.askOddly("x-dance", [:])
      try expectProtocolError(reply, "an unknown command")
      return .holds("It is answered with an error in phase 'protocol'.")
    }
    check("unknown members") { () throws(CheckFailure) in
      try withBase(profile) { (base, type, _) throws(CheckFailure) in
        guard let smoke = base.smokeCase("", type, shape: [2], [1, 2]),
          let transports = dialogues.first?.transports
        else { return .skipped("There is nothing to run.") }
        let dialogue = Dialogue(bench, transports: transports)
        dialogue.extras = [
          "x-check": .bool(true), "nobodyKnowsThis": .object(["a": .array([.null])]),
        ]
        let opset = smoke.model.opset(profile) ?? 13
        if let refused = try run(smoke, [smoke.given], opset, in: dialogue) {
          throw CheckFailure(
            "with members that it does not know it refuses \(base.name): \(refused)")
        }
        return .holds("Requests with members that nobody knows are answered like any other.")
      }
    }
    check("another version") { () throws(CheckFailure) in
      guard let transports = dialogues.first?.transports else {
        return .skipped("There is no transport.")
      }
      let dialogue = Dialogue(bench, transports: transports)
      try dialogue.spawn()
      let reply = try dialogue.start(version: 999, within: bench.timeout * 10)
      try expectProtocolError(reply, "version 999 of the protocol")
      return .holds("Version 999 of the protocol is answered with an error in phase 'protocol'.")
    }
  }

  private func expectProtocolError(
    _ reply: JSONValue, _ subject: String
  ) throws(CheckFailure) {
    guard let error = reply["error"] else {
      throw CheckFailure(
        "it answers \(subject) with a result; answer with an error in phase 'protocol'")
    }
    let phase = error["phase"]?.string ?? "none"
    guard phase == "protocol" else {
      throw CheckFailure("it answers \(subject) with an error in phase '\(phase)', not 'protocol'")
    }
    if let wrong = bench.schema.violations(of: reply, by: "errorReply").first {
      throw CheckFailure("its answer to \(subject) is none of the schema: \(wrong)")
    }
  }
}
