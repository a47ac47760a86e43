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
        isKnown(index) ? Bytes.text(prepared.settled.liveByteCounts[index]) : "?", place(of: step),
      ])
    }
    return TextTable.aligned(rows, leading: 2).joined(separator: "\n") + "\n\n"
      + facts.joined(separator: "\n") + "\n"
  }

  /// Whether the memory of what lives while a step runs is known.
  private func isKnown(_ index: Int) -> Bool {
    prepared.settled.outputs[...index].allSatisfy { $0.allSatisfy(\.isExact) }
  }

  private var facts: [String] {
    let constants = prepared.plan.frame.reduce(0) { $0 + ($1?.tensor?.byteCount ?? 0) }
    let open = prepared.settled.isChecked.count { !$0 }
    let count = prepared.plan.steps.count
    let isWhole = count == 0 || isKnown(count - 1)
    var lines = [
      "\(count) step\(count == 1 ? "" : "s") on \(runtime)"
        + (prepared.doneCount == 0
          ? "" : ", and \(prepared.doneCount) that depend on constants alone are done"),
      "\(prepared.plan.frame.count) slots; constants take \(Bytes.text(constants)), "
        + (isWhole
          ? "other values at most \(Bytes.text(prepared.settled.peakByteCount)) at once"
          : "what other values take shows when their extents are known"),
    ]
    if let held = prepared.blocks?.held, held.count > 0 {
      lines.append(
        "\(held.count) block\(held.count == 1 ? "" : "s") of memory, \(Bytes.text(held.byteCount)) in all, "
          + "serve\(held.count == 1 ? "s" : "") values of \(Bytes.text(Blocks.leastByteCount)) and more, one after "
          + "another, in all runs")
    }
    if open > 0 {
      lines.append(
        "Looked at again in each run, which alone tells their values' extents: \(open)")
    }
    if prepared.placements == nil {
      lines.append(
        "The work is laid out in the first run: an extent is not known (--set gives symbolic "
          + "dimensions extents), a value that only the run has decides what is done, or a node on the "
          + "host reads what the device makes.")
    }
    lines += prepared.warnings.map { "Warning: \($0)" }
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
