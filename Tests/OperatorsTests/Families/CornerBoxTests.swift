import Testing

@testable import Operators

@Suite("Boxes") struct CornerBoxTests {
  /// 2 × 2, but for the second, which is empty.
  private static let corners: [Float] = [0, 10, 20, 30, 40, 50, 60, 70, 80]

  private static func boxes(_ count: Int) -> CornerBoxes {
    var boxes = CornerBoxes()
    for (k, at) in corners.prefix(count).enumerated() {
      boxes.append(CornerBox(top: at, left: at, bottom: at + (k == 1 ? 0 : 2), right: at + 2))
    }
    return boxes
  }

  @Test("a box overlaps by the intersection over the union", arguments: 1...9)
  func overlap(count: Int) {
    let boxes = Self.boxes(count)
    #expect(boxes.count == count)
    let at = Self.corners[count - 1]
    // Half of the last box and as much beside it: 2 of 6 in common.
    let moved = CornerBox(top: at, left: at + 1, bottom: at + 2, right: at + 3)
    #expect(boxes.overlap(moved, beyond: 0.33) == (count != 2))
    #expect(!boxes.overlap(moved, beyond: 0.34))
    // Edges that touch share nothing.
    let beside = CornerBox(top: at, left: at + 2, bottom: at + 2, right: at + 4)
    #expect(!boxes.overlap(beside, beyond: 0))
  }

  @Test("no boxes, and what is no number, overlap nothing")
  func nothing() {
    let box = CornerBox(top: 0, left: 0, bottom: 2, right: 2)
    #expect(!CornerBoxes().overlap(box, beyond: 0))
    let unordered = CornerBox(top: .nan, left: 0, bottom: .nan, right: 2)
    #expect(!Self.boxes(9).overlap(unordered, beyond: 0))
  }
}
