internal import Harness

extension ReportData {
  /// An object a runtime, in their order: `{placement, profile}`, each as far as there is one.
  ///
  /// `placement` is `[cases, nodes on the device, host values, nodes on the host]`, summed over the
  /// cases that say where their nodes ran.
  func columns(_ interner: inout Interner) -> JSONText {
    let placements = Dictionary(grouping: report.records.filter(\.hasPlacement), by: \.runtime)
    return .array(
      report.identity.runtimes.map { runtime in
        var members: [(String, JSONText)] = []
        if let records = placements[runtime.name] {
          members.append(("placement", placement(records.compactMap(\.placement))))
        }
        if let profile = runtime.profile {
          members.append(("profile", self.profile(profile, &interner)))
        }
        return .object(members)
      })
  }

  private func placement(_ placements: [Placement]) -> JSONText {
    .ints([
      placements.count, placements.reduce(0) { $0 + $1.device },
      placements.reduce(0) { $0 + $1.hostValue }, placements.reduce(0) { $0 + $1.host.count },
    ])
  }

  /// Names and numbers as in ``RuntimeProfile``; `domains` are `[domain, least, greatest opset]`,
  /// `operators` `[domain, how many]`, `lacks` `[operator, reason, where it is reported]`, `details`
  /// `[name, value]`.
  private func profile(_ profile: RuntimeProfile, _ interner: inout Interner) -> JSONText {
    func text(_ text: String?) -> JSONText {
      text.map { .string(String($0.prefix(thrift.reasonLimit))) } ?? .null
    }
    let domains = profile.domains.sorted { $0.key < $1.key }.map { domain, range in
      JSONText.array([.string(domain)] + range.prefix(2).map { .int($0) })
    }
    let operators = (profile.operators ?? [:]).sorted { $0.key < $1.key }.map { domain, names in
      JSONText.array([.string(domain), .int(names.count)])
    }
    let lacks = (profile.lacks ?? []).prefix(Self.entryLimit).map { lack in
      JSONText.array([text(lack.operator), text(lack.reason), text(lack.issue)])
    }
    let details = (profile.details ?? [:]).sorted { $0.key < $1.key }.prefix(40).map {
      JSONText.array([text($0.key), text($0.value)])
    }
    return .object([
      ("connection", text(profile.connection)),
      ("digest", text(profile.digest.map { String($0.prefix(12)) })),
      ("runtime", text(profile.runtime)), ("version", text(profile.version)),
      ("homepage", text(profile.homepage)), ("issues", text(profile.issues)),
      ("domains", .array(domains)), ("types", interner.json(profile.types)),
      ("features", interner.json(profile.features)),
      ("isDeterministic", .int(profile.isDeterministic ? 1 : 0)),
      ("operators", .array(operators)), ("lacks", .array(lacks)),
      ("lackCount", .int(profile.lacks?.count ?? 0)), ("details", .array(details)),
    ])
  }
}

extension CaseRecord {
  /// Whether the record says of at least one node where it ran.
  fileprivate var hasPlacement: Bool {
    placement.map { $0.device + $0.hostValue + $0.host.count > 0 } ?? false
  }
}
