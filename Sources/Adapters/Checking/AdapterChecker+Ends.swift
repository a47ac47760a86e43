extension AdapterChecker {
  /// How processes end, and that others take over.
  func checkEnds(_ profile: AdapterProfile) {
    check("killed in a run") { () throws(CheckFailure) in
      guard let (base, type) = Arithmetic.base(profile), let dialogue = dialogues.first,
        let smoke = base.smokeCase("", type, shape: [2], [1, 2])
      else { return .skipped("The profile has no operator that is used here.") }
      let opset = smoke.model.opset(profile) ?? 13
      guard case .handle(let handle) = try dialogue.prepare(smoke.model.bytes(opset: opset)) else {
        throw CheckFailure("it refuses \(base.name)")
      }
      try dialogue.beginRun(handle, smoke.given)
      dialogue.end()
      if let refused = try run(smoke, [smoke.given], opset, in: dialogue) {
        throw CheckFailure("after a kill it refuses \(base.name): \(refused)")
      }
      return .holds("Another process takes over, and gives what is right.")
    }
    check("end of input") { () throws(CheckFailure) in
      guard let dialogue = dialogues.first else { return .skipped("There is no transport.") }
      dialogue.end()
      let cause = try dialogue.hangUp()
      guard cause.hasPrefix("exit") else {
        throw CheckFailure("at the end of its standard input it ends by \(cause)")
      }
      return .holds("The process ends with its standard input.")
    }
    check("stop") { () throws(CheckFailure) in
      guard let dialogue = dialogues.first else { return .skipped("There is no transport.") }
      let cause = try dialogue.stop()
      guard cause == "exit 0" else {
        throw CheckFailure("after stop it ends by \(cause), and exit status 0 is right")
      }
      return .holds("The process ends with exit status 0.")
    }
  }
}
