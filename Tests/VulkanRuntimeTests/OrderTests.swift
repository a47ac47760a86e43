import Graphs
import Runtimes
import Tensors
import Testing

@testable import VulkanRuntime

/// Where barriers stand, and what changes places so that there are fewer.
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

  struct Order: CustomTestStringConvertible {
    let work: [String]
    let order: [Int]
    var testDescription: String { work.joined(separator: ", ") }
  }
  static let orders: [Order] = [
    // Two chains side by side, and their sum.
    Order(
      work: ["x>a", "a>b", "b>c", "x>d", "d>e", "e>f", "cf>y"], order: [0, 3, 1, 4, 2, 5, 6]),
    // The second chain writes where the first one still reads.
    Order(work: ["x>a", "a>b", "x>a", "a>c"], order: [0, 1, 2, 3]),
    // A copy moves too.
    Order(work: ["x>a", "a>b", "copy x>c"], order: [0, 2, 1]),
    Order(work: [], order: []),
  ]

  @Test("changes where work is independent", arguments: orders)
  func schedules(row: Order) { #expect(schedule(row.work.map(work)) == row.order) }

  @Test("changes no further than it looks ahead")
  func lookahead() {
    let work = ["x>a", "a>b", "b>c", "x>d"].map(work)
    #expect(schedule(work, lookahead: 1) == [0, 1, 2, 3])
    #expect(schedule(work, lookahead: 2) == [0, 1, 3, 2])
    #expect(schedule(work, lookahead: 3) == [0, 3, 1, 2])
  }

  @Test("changes no result and leaves fewer barriers where a device has kernels for groups")
  func branches() async throws {
    // Four chains of five sums from x, then the sum of all.
    var test = TestGraph()
    let x = test.input()
    var ends: [ValueID] = []
    for branch in 0..<4 {
      let shift = test.constant(Tensor(vector: [Float(branch), 1]))
      var last = x
      for _ in 0..<5 { last = try test.add("Add", [last, shift]) }
      ends.append(last)
    }
    var sum = ends[0]
    for end in ends.dropFirst() { sum = try test.add("Add", [sum, end]) }
    test.graph.outputs = [sum]
    var counts: [Int] = []
    for kernels in [KernelStyle.lanes, .groups] {
      let prepared = try await TestDevice.make { $0.kernels = kernels }.prepared(test.graph)
      for x: Float in [1, 2] {
        let result = try await prepared.run([.tensor(Tensor(vector: [x, -x]))])
        // 4x + 5(0 + 1 + 2 + 3) and -4x + 20.
        #expect(try result.tensor().array(Float.self) == [4 * x + 30, 20 - 4 * x])
      }
      counts.append(await prepared.statistics.barrierCount)
    }
    // Four within all chains at once, one before each of the three sums.
    #expect(counts[1] == 7 && counts[0] > 7)
  }
}
