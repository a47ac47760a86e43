import Tensors
import Testing

@testable import Graphs

@Suite("A kernel's site") struct KernelSiteTests {
  @Test(
    "rounds extents up to two significant bits",
    arguments: [(0, 0), (1, 1), (2, 2), (3, 3), (5, 6), (7, 8), (9, 12), (13, 16), (3136, 4096)])
  func rounding(extent: Int, expected: Int) {
    #expect(KernelSite("product", .float, [extent]).extents == [expected])
  }

  @Test("is its description")
  func description() throws {
    let site = KernelSite("product-nt", .float16, [1, 64, 3072, 576])
    #expect(site.description == "product-nt float16 1×64×3072×768")
    #expect(KernelSite(site.description) == site)
    #expect(KernelSite("product float") == nil)
    #expect(KernelSite("product floaty 1×2") == nil)
    #expect(KernelSite("product float 1×x") == nil)
  }

  @Test("takes what was chosen where it fits, else the first")
  func choice() {
    var device = DeviceTraits(
      kernels: .groups, subgroupSize: 32, tripBudget: 1, hasFloat64: true)
    let site = KernelSite("product", .float, [5])
    #expect(device.choice(at: site, of: []) == nil)
    #expect(device.choice(at: site, of: ["a", "b"])?.taken == "a")
    device.choices = [KernelSite("product", .float, [6]): "b"]
    #expect(device.choice(at: site, of: ["a", "b"])?.taken == "b")
    #expect(device.choice(at: site, of: ["a", "c"])?.taken == "a")
  }
}
