/// A box by its corners.
struct CornerBox: Sendable {
  var top: Float, left: Float, bottom: Float, right: Float

  var area: Float { (bottom - top) * (right - left) }
}

/// Boxes side by side, so that a further one is compared with eight of them at a time.
struct CornerBoxes: Sendable {
  private typealias Eight = SIMD8<Float>
  private struct Group: Sendable {
    var top = Eight(), left = Eight(), bottom = Eight(), right = Eight(), area = Eight()
  }

  private(set) var count = 0
  private var groups: [Group] = []

  mutating func append(_ box: CornerBox) {
    let lane = count % Eight.scalarCount
    if lane == 0 { groups.append(Group()) }
    count += 1
    let last = groups.count - 1
    groups[last].top[lane] = box.top
    groups[last].left[lane] = box.left
    groups[last].bottom[lane] = box.bottom
    groups[last].right[lane] = box.right
    groups[last].area[lane] = box.area
  }

  /// Whether the intersection of one of the boxes with `box`, over their union, exceeds `threshold`.
  /// A box without area, as what fills the last group, overlaps nothing.
  func overlap(_ box: CornerBox, beyond threshold: Float) -> Bool {
    let area = Eight(repeating: box.area)
    for group in groups {
      let height = Self.least(group.bottom, box.bottom) - Self.greatest(group.top, box.top)
      let width = Self.least(group.right, box.right) - Self.greatest(group.left, box.left)
      let both = height * width
      let union = group.area + area - both
      let meets = (height .> 0) .& (width .> 0) .& (group.area .> 0) .& (area .> 0)
      if any(meets .& (union .> 0) .& (both / union .> threshold)) { return true }
    }
    return false
  }

  @inline(__always)
  private static func least(_ a: Eight, _ b: Float) -> Eight {
    let b = Eight(repeating: b)
    return a.replacing(with: b, where: b .< a)
  }

  @inline(__always)
  private static func greatest(_ a: Eight, _ b: Float) -> Eight {
    let b = Eight(repeating: b)
    return a.replacing(with: b, where: b .>= a)
  }
}
