internal import ModelFiles
internal import Tensors

extension AdapterChecker {
  /// Each kind of value, there and back.
  func checkValues(_ profile: AdapterProfile) {
    for type in profile.types.sorted() {
      guard let smoke = SmokeCase.ofType(type, profile) else {
        check(type) { () in .skipped("No operator that is used here takes it.") }
        continue
      }
      check(smoke, profile)
    }
    if let (arithmetic, type) = Arithmetic.base(profile) {
      for each in Arithmetic.all where each.fits(type, profile) {
        if let smoke = each.smokeCase(each.name, type, shape: [3], [1, 2, 3]) {
          check(smoke, profile)
        }
      }
      let shapes: [(String, [Int], [Int])] = [
        ("a scalar", [], [3]), ("no elements", [2, 0], []),
        ("rank 4", [1, 2, 1, 2], [1, 2, 3, 4]),
      ]
      for (name, shape, numbers) in shapes {
        if let smoke = arithmetic.smokeCase(name, type, shape: shape, numbers) {
          check(smoke, profile)
        }
      }
      checkUnknownExtents(profile, arithmetic, type)
      checkDefaults(profile, type)
    } else {
      let names = Arithmetic.all.map(\.name).joined(separator: ", ")
      check("tensors") { () in
        .skipped("The profile has none of \(names) for a type of numbers, which are used here.")
      }
    }
    SmokeCase.kinds.forEach { check($0, profile) }
  }

  /// By each transport. Inside of the profile a refusal is a fault.
  private func check(_ smoke: SmokeCase, _ profile: AdapterProfile) {
    check(smoke.name) { () throws(CheckFailure) in
      let outside = smoke.model.outside(profile)
      let subject = smoke.model.operatorName ?? "A model without operators"
      var refused: String?
      for dialogue in dialogues {
        do throws(CheckFailure) {
          let opset = smoke.model.opset(profile) ?? smoke.model.since
          refused = try run(smoke, [smoke.given], opset, in: dialogue) ?? refused
          if let refused, outside == nil {
            throw CheckFailure("it refuses what is inside of its profile: \(refused)")
          }
        } catch {
          throw CheckFailure(error, in: "\(subject), \(dialogue.transports.joined(separator: "/"))")
        }
      }
      guard let outside else { return .holds("\(subject) gives what is right.") }
      guard let refused else {
        return .holds("\(subject) gives what is right, outside of the profile: \(outside).")
      }
      return .skipped("Outside of the profile (\(outside)), and refused: \(refused).")
    }
  }

  /// Runs a case, with its own inputs or others, and releases it; why it was refused.
  func run(
    _ smoke: SmokeCase, _ feeds: [Dialogue.Ports], _ opset: Int, in dialogue: Dialogue,
    judge: ((Int, Dialogue.Ports) -> String?)? = nil
  ) throws(CheckFailure) -> String? {
    let handle: Int
    switch try dialogue.prepare(smoke.model.bytes(opset: opset)) {
    case .refused(let reason): return reason
    case .handle(let found): handle = found
    }
    for (index, inputs) in feeds.enumerated() {
      switch try dialogue.run(handle, inputs) {
      case .refused(let reason):
        try dialogue.release(handle)
        return reason
      case .outputs(let outputs):
        let fault = judge.map { $0(index, outputs) } ?? smoke.fault(in: outputs)
        if let fault { throw CheckFailure(fault) }
      }
    }
    try dialogue.release(handle)
    return nil
  }

  private func checkUnknownExtents(
    _ profile: AdapterProfile, _ arithmetic: Arithmetic, _ type: String
  ) {
    check("unknown extents") { () throws(CheckFailure) in
      let cases = [[1, 2], [3, 4, 5], []].compactMap {
        arithmetic.smokeCase("", type, shape: [$0.count], $0)
      }
      guard var smoke = cases.first, let dialogue = dialogues.first else {
        return .skipped("There is nothing to run.")
      }
      for index in smoke.model.inputs.indices { smoke.model.inputs[index].dims = [nil] }
      for index in smoke.model.outputs.indices { smoke.model.outputs[index].dims = [nil] }
      let outside = smoke.model.outside(profile)
      let refused = try run(
        smoke, cases.map(\.given), smoke.model.opset(profile) ?? smoke.model.since, in: dialogue
      ) { index, outputs in cases[index].fault(in: outputs) }
      guard let refused else {
        return .holds("One model takes 2, then 3, then 0 elements.")
      }
      guard let outside else {
        throw CheckFailure("it refuses a shape that is not known before: \(refused)")
      }
      return .skipped("Outside of the profile (\(outside)), and refused: \(refused).")
    }
  }

  /// Add with an initializer of its second input's name.
  private func checkDefaults(_ profile: AdapterProfile, _ type: String) {
    guard type == "float", let add = Arithmetic.all.first(where: { $0.name == "Add" }),
      add.fits(type, profile), let tensor = try? Tensor([Float(10), 20], shape: [2])
    else { return }
    check("an input left out") { () throws(CheckFailure) in
      guard let dialogue = dialogues.first,
        var smoke = add.smokeCase("", type, shape: [2], [1, 2])
      else { return .skipped("There is nothing to run.") }
      smoke.model.initializers = [TensorProto(smoke.model.inputs[1].name, tensor)]
      let results = [WireValue.floats([2], [2, 4]), .floats([2], [11, 22])]
      let opset = smoke.model.opset(profile) ?? smoke.model.since
      let feeds = [smoke.given, Array(smoke.given.prefix(1))]
      let refused = try run(smoke, feeds, opset, in: dialogue) { index, outputs in
        var judged = smoke
        judged.expected = [results[index]]
        return judged.fault(in: outputs)
      }
      if let refused {
        throw CheckFailure("it refuses a model with an initializer: \(refused)")
      }
      return .holds("It takes the initializer of its name, and what is fed goes before it.")
    }
  }
}
