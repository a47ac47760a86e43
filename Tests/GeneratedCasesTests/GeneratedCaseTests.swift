import GeneratedCases
import Graphs
import Importer
import ModelFiles
import Operators
import Tensors
import Testing

@Suite("A generated case") struct GeneratedCaseTests {
  private func recipe(
    _ name: String, where isWanted: (CaseRecipe) -> Bool
  ) throws -> CaseRecipe {
    let type = try #require(OperatorCatalog.standard.find(name, domain: ""))
    let found = CaseRecipes(type).all.first(where: isWanted)
    return try #require(found)
  }

  @Test("says its parameters in its title, and the same in a file's name")
  func names() async throws {
    let recipe = try recipe("Gemm") {
      $0.revision.since == 13 && $0.kinds["T"] == .tensor(.float16)
        && $0.sample.attributes.count == 4
    }
    let name = try await GeneratedCase(recipe).name
    #expect(
      name.title
        == "Gemm-13 f16 A=[5,3] B=[4,5] C=[3,4] alpha=0.5 beta=2 transA=1 transB=1")
    #expect(name.id.hasPrefix("Gemm-13_f16_"))
    #expect(name.id.allSatisfy { $0.isLetter || $0.isNumber || "_-.".contains($0) })
  }

  @Test("has the same bytes each time, and others for another seed")
  func bytes() async throws {
    let recipe = try recipe("Add") { $0.sample.inputs.count == 2 && $0.revision.since == 14 }
    let (one, two) = (try await GeneratedCase(recipe), try await GeneratedCase(recipe))
    #expect(one.model.serialized() == two.model.serialized())
    #expect(zip(one.inputs, two.inputs).allSatisfy { $0.hasBits(of: $1) })
    let other = try await GeneratedCase(recipe, seed: 1)
    #expect(!zip(one.inputs, other.inputs).allSatisfy { $0.hasBits(of: $1) })
  }

  @Test("imports as the revision that it is for, with the constants that the sample asks for")
  func model() async throws {
    let recipe = try recipe("Slice") {
      $0.revision.since == 11 && $0.sample.inputs.contains { $0?.isConstant == true }
    }
    let graph = try importGraph(try await GeneratedCase(recipe).model)
    #expect(graph.nodes.count == 1 && graph.nodes[0].opset == 11)
    #expect(graph.inputs.count < recipe.sample.inputs.count && !graph.constants.isEmpty)
  }

  @Test("has special numbers of its type")
  func specials() async throws {
    let recipe = try recipe("Abs") {
      if case .special? = $0.sample.inputs.first??.content {
        $0.kinds["T"] == .tensor(.int8)
      } else {
        false
      }
    }
    let generated = try await GeneratedCase(recipe)
    let input = try #require(generated.inputs.first?.tensor?.integers)
    #expect(input.contains(-128) && input.contains(127) && input.contains(0))
    // |-128| is 128, which wraps to -128 in eight bits.
    #expect(generated.outputs.first?.tensor?.integers?.first == -128)
  }

  @Test("that has to be refused has no outputs; one that runs nevertheless is a defect")
  func refused() async throws {
    let recipe = try recipe("Concat") { $0.sample.refusal?.kind == .range }
    #expect(try await GeneratedCase(recipe).outputs.isEmpty)
  }
}
