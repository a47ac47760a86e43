package import Graphs
package import Harness
import ModelFiles
import Operators
import Tensors

/// Writes cases in the standard layout, `<kind>/<case>/model.onnx` with `test_data_set_0`, and the
/// manifest that tells what the layout can't: titles, and which cases no runtime may answer.
package struct SuiteWriting: Sendable {
  package let folder: String
  package let seed: UInt64
  package let confirmations: Confirmations

  package init(folder: String, seed: UInt64 = 0, confirmations: Confirmations = Confirmations()) {
    self.folder = folder
    self.seed = seed
    self.confirmations = confirmations
  }

  /// What came of writing a suite.
  package struct Summary: Sendable {
    package var cases: [SuiteManifest.Case] = []
    /// The recipes that the cases follow, in the order in which they were written.
    package var recipes: [CaseRecipe] = []
    /// The places of those recipes whose cases' values somebody else gives too.
    package var confirmed: Set<Int> = []
    /// Those whose values only a formula of this project gives.
    package var worked: Set<Int> = []
    /// How much of the standard the cases run.
    package var coverage = CaseCoverage(rows: [])
    /// Samples that are no cases: a defect of the sample, or of the operator.
    package var defects: [GenerationError] = []
  }

  /// The kind of cases that have to be refused.
  package static let refused = "refused"

  /// Writes the cases of these operators; `progress` hears how many recipes are done.
  ///
  /// - Throws: a file that can't be written.
  package func write(
    _ types: [any Operator.Type], taskCount: Int, progress: @Sendable (Int, Int) -> Void
  ) async throws -> Summary {
    let recipes = types.flatMap { CaseRecipes($0).all }
    let summary = try await withThrowingTaskGroup(of: Summary.self) { group in
      let batch = 64
      var next = 0
      func add() {
        guard next < recipes.count else { return }
        let part = recipes[next..<min(next + batch, recipes.count)]
        next += batch
        group.addTask { try await write(part) }
      }
      for _ in 0..<taskCount { add() }
      var whole = Summary()
      while let part = try await group.next() {
        whole.cases += part.cases
        whole.confirmed.formUnion(part.confirmed.map { $0 + whole.recipes.count })
        whole.worked.formUnion(part.worked.map { $0 + whole.recipes.count })
        whole.recipes += part.recipes
        whole.defects += part.defects
        progress(whole.cases.count + whole.defects.count, recipes.count)
        add()
      }
      return whole
    }
    let cases = summary.cases.sorted()
    // What is expected of the whole suite names cases that a part does not have.
    let isWhole = seed == 0 && types.count == OperatorCatalog.standard.all.count
    try SuiteManifest.write(
      cases, release: isWhole ? "generated" : "a part of generated",
      generatedBy: "wonnx-conform generate", into: folder)
    var result = summary
    result.cases = cases
    result.defects.sort { $0.title < $1.title }
    result.coverage = CaseCoverage(
      types, summary.recipes, confirmed: summary.confirmed, worked: summary.worked)
    try Files.write(try result.coverage.text, to: "\(folder)/\(CaseCoverage.fileName)")
    return result
  }

  private func write(_ recipes: ArraySlice<CaseRecipe>) async throws -> Summary {
    var summary = Summary()
    for recipe in recipes {
      do throws(GenerationError) {
        let generated = try await GeneratedCase(recipe, seed: seed)
        let entry: SuiteManifest.Case
        do { entry = try write(generated) } catch {
          throw .init(generated.name.title, "\(error)")
        }
        let (place, names) = (summary.recipes.count, entry.confirmed ?? [])
        if names.contains(where: { !Confirmations.isFormula($0) }) {
          summary.confirmed.insert(place)
        } else if !names.isEmpty {
          summary.worked.insert(place)
        }
        summary.cases.append(entry)
        summary.recipes.append(recipe)
      } catch {
        summary.defects.append(error)
      }
    }
    return summary
  }

  private func write(_ generated: GeneratedCase) throws -> SuiteManifest.Case {
    let schema = generated.recipe.type.schema
    let refusal = generated.recipe.sample.refusal
    let kind = refusal != nil ? Self.refused : schema.domain.isEmpty ? "ai.onnx" : schema.domain
    let id = CaseID(kind: kind, name: generated.name.id)
    let place = "\(folder)/\(id)"
    let data = "\(place)/test_data_set_0"
    try Files.makeFolder(data)
    try Files.fill("\(place)/model.onnx", with: generated.model.serialized())
    for (number, value) in generated.inputs.enumerated() {
      try Files.fill("\(data)/input_\(number).pb", with: value.serialized())
    }
    for (number, value) in generated.outputs.enumerated() {
      try Files.fill("\(data)/output_\(number).pb", with: value.serialized())
    }
    var facets = try ModelFileLoader().facets("\(place)/model.onnx")
    facets.subject = schema.name
    guard
      var entry = SuiteManifest.Case(
        id, in: place, title: generated.name.title, facets: facets, refusal: refusal)
    else { throw GenerationError(generated.name.title, "its files can't be read back") }
    entry.confirmed = confirmations.names(for: entry)
    return entry
  }
}
