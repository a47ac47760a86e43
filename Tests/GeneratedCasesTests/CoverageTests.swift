import GeneratedCases
import Graphs
import Operators
import Testing

@Suite("Coverage by cases") struct CoverageTests {
  private func row(_ type: any Operator.Type) throws -> Coverage.Row {
    try #require(Coverage([type], CaseRecipes(type).all).rows.first)
  }

  @Test(
    "lacks no type without a reason, and none that has one is there",
    arguments: OperatorCatalog.standard.all)
  func reasons(type: any Operator.Type) throws {
    let missing = try row(type).missingCells
    #expect(missing.filter(\.value.isEmpty).isEmpty)
    for gap in type.gaps {
      for kind in gap.types.kinds {
        #expect(missing["\(gap.constraint)=\(kind.short)"] == gap.reason)
      }
    }
  }

  @Test("counts an input by the type that it has, whatever the other inputs of its constraint have")
  func ownTypes() throws {
    // SequenceMap's further inputs are tensors or sequences of one constraint, V.
    let type = try #require(OperatorCatalog.standard.find("SequenceMap", domain: ""))
    let row = try row(type)
    // Fifteen types as S's sequences, and as V's tensors and sequences.
    #expect(row.cells == 45 && row.missingCells.isEmpty)
  }
}
