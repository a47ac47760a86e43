import Glibc
import Harness

/// The package's folder, what was built of it, and the toolchain: what checks look at.
package struct Surroundings: Sendable {
  /// The folder with `Package.swift`.
  package let root: String
  /// The folder of the build that this program is part of.
  package let products: String
  /// The toolchain's `swift`.
  package let swift: String
  package let swiftc: String

  /// - Parameter products: where `Modules` is; by default the folder of this program.
  /// - Throws: `.unavailable` where there is no package, no toolchain, or nothing built.
  package init(root: String, products: String? = nil) throws(CheckFailure) {
    guard Files.exists("\(root)/Package.swift") else {
      throw .unavailable("'\(root)' is not the package's folder: it has no Package.swift.")
    }
    self.root = root
    self.products = products ?? Self.programFolder
    swift = try Self.tool("swift")
    swiftc = try Self.tool("swiftc")
    guard Files.isFolder("\(self.products)/Modules") else {
      throw .unavailable(
        "'\(self.products)' has no Modules: the checks compare fixtures with built modules, so they "
          + "run from the folder that 'swift build' made.")
    }
  }

  package var fixtures: String { "\(root)/Conformance/concurrency" }

  /// A build folder beside the package's own, so that one build does not undo another.
  func scratch(_ name: String) -> String { "\(root)/.build-\(name)" }

  /// The name that `swift build` gives to the package: that of its folder.
  var packageName: String {
    let folder = root.split(separator: "/").last.map { String($0).lowercased() } ?? ""
    let mangled = folder.unicodeScalars.map { scalar in
      scalar.properties.isXIDContinue ? String(scalar) : "_"
    }
    return (folder.first?.isNumber == true ? "_" : "") + mangled.joined()
  }

  private static var programFolder: String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let path = String(
      decoding: buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return "/" + path.split(separator: "/").dropLast().joined(separator: "/")
  }

  private static func tool(_ name: String) throws(CheckFailure) -> String {
    let path = getenv("PATH").map { String(cString: $0) } ?? ""
    let found = path.split(separator: ":").map { folder -> String in "\(folder)/\(name)" }.first {
      access($0, X_OK) == 0
    }
    guard let found else {
      throw .unavailable("There is no '\(name)' on PATH: the checks need the Swift toolchain.")
    }
    return found
  }
}
