import Graphs
import Runtimes
import Tensors
import Testing

@testable import VulkanRuntime

/// Where barriers stand.
@Suite("The order of a Vulkan run's work")
struct OrderTests {
  private final class Memory {}
  private let memory = Memory()

  /// The four bytes of a letter.
  private func bytes(_ letter: Character) -> Extent {
    let first = 4 * Int(letter.asciiValue ?? 0)
    return Extent(block: ObjectIdentifier(memory), range: first..<first + 4)
  }

  /// `bc>d` reads b and c and writes d; `copy b>d` does so as a copy.
  private func work(_ text: String) -> Access {
    let isCopy = text.hasPrefix("copy ")
    let sides = text.dropFirst(isCopy ? 5 : 0).split(
      separator: ">", omittingEmptySubsequences: false)
    return Access(
      isCopy ? .copies : .shaders, reads: sides[0].map(bytes), writes: sides[1].map(bytes))
  }

  struct Barriers: CustomTestStringConvertible {
    let work: [String]
    /// What each piece waits for.
    let stages: [Stages?]
    var testDescription: String { work.joined(separator: ", ") }
  }
  static let barriers: [Barriers] = [
    // Reading what was written, writing what was read, writing what was written; reading twice.
    Barriers(work: ["a>b", "b>c"], stages: [nil, .shaders]),
    Barriers(work: ["a>b", "c>a"], stages: [nil, .shaders]),
    Barriers(work: ["a>b", "c>b"], stages: [nil, .shaders]),
    Barriers(work: ["a>b", "a>c", "ad>e"], stages: [nil, nil, nil]),
    // One barrier orders all that was before it.
    Barriers(work: ["a>b", "a>c", "b>d", "c>e"], stages: [nil, nil, .shaders, nil]),
    Barriers(work: ["copy a>b", "b>c", "copy c>d"], stages: [nil, .copies, .shaders]),
    // What shaders wait for, copies have not waited for.
    Barriers(work: ["a>b", "b>c", "copy b>d"], stages: [nil, .shaders, .shaders]),
    Barriers(
      work: ["a>b", "copy c>d", "bd>e", "copy e>f"],
      stages: [nil, nil, [.shaders, .copies], .shaders]),
  ]

  @Test("has barriers where bytes conflict, of the stages that work there", arguments: barriers)
  func places(row: Barriers) {
    var hazards = Hazards()
    #expect(row.work.map { hazards.add(work($0)) } == row.stages)
  }
}
