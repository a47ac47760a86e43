import Graphs
import Runtimes
import Tensors

/// A runtime's plan of a model in a page of text: a row a step, then memory.
struct PlanSummary {
  let prepared: PreparedPlan
  let runtime: String

  var text: String {
    let plan = prepared.plan
    var rows = [["step", "operator", "node", "outputs", "memory", "where"]]
    for (index, step) in plan.steps.enumerated() {
      let outputs = prepared.settled.outputs[index]
      rows.append([
        "\(index)", "\(step.node.operatorName)-\(step.node.opset)", step.node.name,
        outputs.map(\.sentence).joined(separator: ", "),
        Bytes.text(prepared.settled.liveByteCounts[index]), place(of: step),
      ])
    }
    return TextTable.aligned(rows, leading: 2).joined(separator: "\n") + "\n\n"
      + facts.joined(separator: "\n") + "\n"
  }

  private var facts: [String] {
    let constants = prepared.plan.frame.reduce(0) { $0 + ($1?.tensor?.byteCount ?? 0) }
    let open = prepared.settled.isChecked.count { !$0 }
    var lines = [
      "\(prepared.plan.steps.count) steps on \(runtime)"
        + (prepared.doneCount == 0
          ? "" : ", and \(prepared.doneCount) that depend on constants alone are done"),
      "\(prepared.plan.frame.count) slots; constants take \(Bytes.text(constants)), other values at "
        + "most \(Bytes.text(prepared.settled.peakByteCount)) at once",
    ]
    if open > 0 {
      lines.append(
        "\(open) steps are looked at again in each run: only it tells their values' extents")
    }
    if prepared.placements == nil {
      lines.append(
        "The work is laid out in the first run: a value that only it has decides what is done. "
          + "--set gives symbolic dimensions extents.")
    }
    lines += prepared.settled.warnings.map { "Warning: \($0)" }
    return lines
  }

  private func place(of step: Step) -> String {
    guard let placements = prepared.placements else { return "" }
    let place = placements.first {
      $0.node == step.node.name && $0.operation == step.node.operatorName
    }?.place
    return switch place {
    case .device: "device"
    case .hostValue: "host, for its value"
    case .host(.byNature("CPU")): "cpu"
    case .host(let reason): "host: \(reason)"
    case nil: ""
    }
  }
}

/// Bytes for people.
enum Bytes {
  /// `512 B`, `3.5 KiB`, `98 MiB`.
  static func text(_ count: Int) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB"]
    var value = Double(count)
    var unit = 0
    while value >= 1024, unit < units.count - 1 {
      value /= 1024
      unit += 1
    }
    return "\(Milliseconds.fixed(value, unit == 0 || value >= 10 ? 0 : 1)) \(units[unit])"
  }
}
