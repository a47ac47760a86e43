import GeneratedCases
import Graphs

/// An operator's conditions: those of a few nodes of each revision, alone and by twos.
struct HostileTable {
  let rows: [(name: String, specimen: Specimen)]
  /// How many nodes that run were found for each revision, oldest first.
  let found: [Int]

  init(_ type: any Operator.Type, _ trial: Trial) async {
    var rows: [(String, Specimen)] = []
    var found: [Int] = []
    let revisions = type.schema.history.filter { !$0.isDeprecated }
    for (index, revision) in revisions.enumerated() {
      let isNewest = index == revisions.count - 1
      var search = BaseSearch(type, revision)
      var random = Randomness(type.schema.name)
      let (running, others) = await search.bases(
        isNewest ? 2 : 1, tries: isNewest ? 600 : 60, trial)
      found.append(running.count)
      for base in running.isEmpty ? others : running {
        let alone = Condition.all(base)
        let both = (0..<(isNewest ? 60 : 0)).map { _ in
          random.one(of: alone).and(random.one(of: alone))
        }
        for condition in (isNewest ? alone : []) + both {
          var specimen = base
          condition.apply(&specimen)
          rows.append(("\(revision.since): \(condition.name)", specimen))
        }
      }
    }
    self.rows = rows
    self.found = found
  }
}
