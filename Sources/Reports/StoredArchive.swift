import Archives
package import Harness
import Tensors

/// What `--dump` wrote, as ``CaseArchive`` describes it.
package struct StoredArchive: StoredResults {
  private let reader: ArchiveReader
  /// Below each group or data set the names of those in it, sorted.
  private let members: [String: [String]]
  package let cases: [CaseID]

  /// - Throws: where it is no HDF5 file, or holds no case.
  package init(_ path: String) throws(SuiteError) {
    let names: [String]
    do throws(ArchiveError) {
      reader = try ArchiveReader(reading: path)
      names = try reader.names + reader.groups()
    } catch {
      throw .unreadable(path: path, reason: "\(error)".replacing("\(path): ", with: ""))
    }
    var members: [String: Set<String>] = [:]
    for name in names {
      var above = ""
      for part in name.split(separator: "/").map(String.init) {
        members[above, default: []].insert(part)
        above += above.isEmpty ? part : "/\(part)"
      }
    }
    self.members = members.mapValues { $0.sorted() }
    let found = self.members
    cases = (found[""] ?? []).flatMap { kind in
      (found[kind] ?? []).map { CaseID(kind: kind, name: $0) }
    }.sorted()
    guard !cases.isEmpty else {
      throw .unreadable(path: path, reason: "it holds no case of a run's --dump")
    }
  }

  package func load(_ id: CaseID) throws(SuiteError) -> StoredCase {
    let group = id.description
    let inside = members[group] ?? []
    let sets = inside.filter { $0.hasPrefix("test_data_set_") }.sorted(by: Self.comesBefore)
    let operators = reader.text("operators", of: group)?.split(separator: ",").map(String.init)
    let suiteCase = SuiteCase(
      id: id, folder: group, dataSetCount: sets.count,
      rtol: try tolerance("rtol", of: group) ?? 1e-3,
      atol: try tolerance("atol", of: group) ?? 1e-7,
      facets: CaseFacets(operators: operators ?? []))
    var runs: [StoredRun] = []
    for runtime in inside where !runtime.hasPrefix("test_data_set_") {
      let place = "\(group)/\(runtime)"
      runs.append(
        StoredRun(
          runtime: runtime, identity: reader.text("identity", of: place) ?? "",
          status: reader.text("status", of: place).flatMap { Status($0) },
          reason: reader.text("reason", of: place),
          outputs: try values(in: place, sets, "output_")))
    }
    return StoredCase(
      suiteCase: suiteCase, inputs: try values(in: group, sets, "input_"),
      expected: try values(in: group, sets, "expected_"), runs: runs)
  }

  private func tolerance(_ name: String, of group: String) throws(SuiteError) -> Double? {
    guard let number = reader.number(name, of: group) else { return nil }
    guard number.isFinite, number >= 0 else {
      throw .unreadable(path: reader.path, reason: "\(group) has the \(name) \(number)")
    }
    return number
  }

  private static func comesBefore(_ a: String, _ b: String) -> Bool {
    (a.utf8.count, a) < (b.utf8.count, b)
  }

  private func values(
    in group: String, _ sets: [String], _ prefix: String
  ) throws(SuiteError) -> [[StoredValue]] {
    var all: [[StoredValue]] = []
    for set in sets {
      let place = "\(group)/\(set)"
      var values: [StoredValue] = []
      for name in (members[place] ?? []).filter({ $0.hasPrefix(prefix) })
        .sorted(by: Self.comesBefore)
      {
        let path = "\(place)/\(name)"
        do {
          values.append(
            StoredValue(name: reader.text("name", of: path) ?? name, value: try value(path)))
        } catch { throw .unreadable(path: reader.path, reason: "\(error)") }
      }
      all.append(values)
    }
    return all
  }

  private func value(_ path: String) throws(ArchiveError) -> Value {
    let kind = reader.text("onnx_type", of: path).flatMap { ValueKind(spelled: $0) }
    guard let parts = members[path] else {
      switch kind {
      case .sequence(let element): return .sequence([], of: element)
      case .optional(let element): return .optional(nil, of: element)
      case .tensor, .map, .sparse, nil: return .tensor(try reader.tensor(path))
      }
    }
    if parts == ["keys", "values"] {
      return .map(
        MapValue(keys: try reader.tensor("\(path)/keys"), values: try value("\(path)/values")))
    }
    if parts == ["indices", "values"] {
      let dims = (reader.text("shape", of: path) ?? "").split(separator: ",").compactMap { Int($0) }
      return .sparse(
        SparseTensor(
          shape: Shape(dims), values: try reader.tensor("\(path)/values"),
          indices: try reader.tensor("\(path)/indices")))
    }
    var elements: [Value] = []
    for part in parts.sorted(by: Self.comesBefore) {
      elements.append(try value("\(path)/\(part)"))
    }
    return .sequence(elements, of: elements[0].kind)
  }
}
