import GeneratedCases
import Graphs
import Operators
import Tensors
import Testing

@Suite("Recipes of cases") struct CaseRecipeTests {
  private func recipes(_ name: String) throws -> [CaseRecipe] {
    CaseRecipes(try #require(OperatorCatalog.standard.find(name, domain: ""))).all
  }

  @Test("take each sample of the newest revision through each type")
  func newest() throws {
    let recipes = try recipes("Abs").filter { $0.revision.since == 13 }
    let all = Dictionary(grouping: recipes, by: \.number)
    // float16, float, double, bfloat16 and the eight integers.
    let whole = all.values.filter { Set($0.compactMap { $0.kinds["T"] }).count == 12 }
    #expect(whole.count == Samples.plainCount)
  }

  @Test("take each type and each sample of an older revision through one case at least")
  func older() throws {
    let recipes = try recipes("Abs").filter { $0.revision.since == 6 }
    #expect(Set(recipes.compactMap { $0.kinds["T"] }).count == 11)
    #expect(Set(recipes.map(\.number)).count == Samples.allCount)
    #expect(recipes.count < 20)
  }

  @Test("take a conversion through each pair of types that the sample is for")
  func pairs() throws {
    let recipes = try recipes("Pow").filter { $0.revision.since == 15 && $0.sample.takesEveryPair }
    let pairs = Set(recipes.map { [$0.kinds["T"], $0.kinds["T1"]] })
    // Six types of the base, twelve of the exponent.
    #expect(pairs.count == 6 * 12)
  }

  @Test("keep a sample to the revisions and types that it is for")
  func limits() throws {
    let recipes = try recipes("Clip")
    for recipe in recipes where recipe.sample.attributes["min"] != nil {
      #expect(recipe.revision.since < 11)
    }
    let named = try self.recipes("TopK").filter { $0.sample.inputs.count == 2 }
    #expect(named.allSatisfy { $0.revision.since >= 10 })
  }

  @Test(
    "are there for every operator that a model may have", arguments: OperatorCatalog.standard.all)
  func everywhere(type: any Operator.Type) {
    let revisions = type.schema.history.filter { !$0.isRefused }.map(\.since)
    let run = Set(CaseRecipes(type).all.filter { $0.sample.refusal == nil }.map(\.revision.since))
    #expect(run.isSuperset(of: revisions), "\(type.schema.name)")
  }
}

/// What the samples of unary operators are, counted by hand.
private enum Samples {
  static let allCount = 8
  /// Those that are not for one type alone.
  static let plainCount = 7
}
