import GeneratedCases
import Graphs
import Harness
import Operators
import Tensors
import Testing

@Suite("Coverage by cases") struct CoverageTests {
  private func row(_ type: any Operator.Type) throws -> CaseCoverage.Row {
    try #require(CaseCoverage([type], CaseRecipes(type).all).rows.first)
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

  @Test("counts what others give apart from what a formula of ours gives, and from nothing")
  func confirmed() throws {
    let type = try #require(OperatorCatalog.standard.find("Det", domain: ""))
    let newest = CaseRecipes(type).all.filter {
      $0.revision.since == 22 && $0.sample.refusal == nil
    }
    func recipe(_ kind: DType) throws -> CaseRecipe {
      try #require(newest.first { $0.kinds["T"] == .tensor(kind) })
    }
    let runs = [try recipe(.float16), try recipe(.float), try recipe(.double)]
    let coverage = CaseCoverage([type], runs, confirmed: [1], worked: [0, 1])
    let row = try #require(coverage.rows.first)
    #expect(row.workedCells == ["T=f16"] && row.unconfirmedCells == ["T=f64"])
    #expect(coverage.confirmedCellCount == 1 && coverage.runCellCount == 3)
    // bfloat16 has no case among these.
    #expect(coverage.cellCount == 4 && row.missingCells.keys.sorted() == ["T=bf16"])
  }
}
