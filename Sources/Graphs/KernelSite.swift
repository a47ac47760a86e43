package import Tensors

/// A kind of work for which there are several kernels that give the same bits.
package struct KernelSite: Sendable, Hashable {
  /// What is computed, such as `product`; no space in it.
  package let family: String
  package let dtype: DType
  /// The work's extents, each rounded up to two significant bits: shapes of one class share a choice.
  package let extents: [Int]

  package init(_ family: String, _ dtype: DType, _ extents: [Int]) {
    self.family = family
    self.dtype = dtype
    self.extents = extents.map(Self.rounded)
  }

  /// 1, 2, 3, 4, 6, 8, 12, 16 …: the first of them that is not below `extent`.
  private static func rounded(_ extent: Int) -> Int {
    guard extent > 2 else { return max(extent, 0) }
    let step = 1 << (Int.bitWidth - (extent - 1).leadingZeroBitCount - 2)
    return (extent + step - 1) / step * step
  }
}

extension KernelSite: LosslessStringConvertible {
  package init?(_ description: String) {
    let words = description.split(separator: " ")
    guard words.count == 3, let dtype = DType(name: String(words[1])) else { return nil }
    let extents = words[2].split(separator: "×").map { Int($0) }
    guard !extents.contains(nil) else { return nil }
    self.init(String(words[0]), dtype, extents.compactMap { $0 })
  }

  /// `product float 64×3136×576`.
  package var description: String {
    "\(family) \(dtype.name) \(extents.map(String.init).joined(separator: "×"))"
  }
}

/// Which of its kernels a site takes.
package struct KernelChoice: Sendable, Hashable {
  package let site: KernelSite
  /// The kernels' names, the one first that is taken where nothing else is said.
  package let alternatives: [String]
  package let taken: String
}

extension DeviceTraits {
  /// The kernel that a site takes: the one that was chosen for this device, if it is among those that
  /// fit, else the first.
  package func choice(at site: KernelSite, of alternatives: [String]) -> KernelChoice? {
    guard let first = alternatives.first else { return nil }
    let chosen = choices[site].flatMap { alternatives.contains($0) ? $0 : nil }
    return KernelChoice(site: site, alternatives: alternatives, taken: chosen ?? first)
  }
}
