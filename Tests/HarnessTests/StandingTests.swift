import Glibc
import Testing

@testable import Harness

/// What the system answers without permission, as an ordinary user sees it: root sees everything.
@Suite("What stands at a path") struct StandingTests {
  struct Row: CustomTestStringConvertible {
    let look: Standing.Look, standing: Standing
    var testDescription: String { "\(standing)" }
  }

  static let rows: [Row] = [
    Row(look: .init(refusal: ENOENT), standing: .absent),
    Row(look: .init(refusal: ENOTDIR), standing: .absent),
    Row(
      look: .init(refusal: EACCES),
      standing: .unknown(obstacle: "can't be read: Permission denied")),
    Row(look: .init(mode: S_IFREG), standing: .file(obstacle: nil)),
    Row(
      look: .init(mode: S_IFREG, refusal: EACCES),
      standing: .file(obstacle: "can't be read: Permission denied")),
    Row(look: .init(mode: S_IFDIR), standing: .folder(obstacle: nil)),
    Row(
      look: .init(mode: S_IFDIR, refusal: EACCES),
      standing: .folder(obstacle: "can't be read: Permission denied")),
    Row(look: .init(link: "a", mode: S_IFDIR), standing: .folder(obstacle: nil)),
    Row(
      look: .init(link: "a", refusal: ENOENT),
      standing: .unknown(obstacle: "is a link to 'a', which is not there")),
    Row(
      look: .init(link: "a", refusal: ELOOP),
      standing: .unknown(
        obstacle: "is a link to 'a', which can't be read: Too many levels of symbolic links")),
  ]

  @Test("is told by the system's answers", arguments: rows)
  func tells(row: Row) { #expect(Standing(row.look) == row.standing) }

  @Test("is looked up with links followed")
  func looks() throws {
    let folder = try TemporaryFolder()
    try folder.write("a/b")
    try folder.link("loop", to: "loop")
    try folder.link("linked", to: "a")
    #expect(Standing("\(folder.path)/a") == .folder(obstacle: nil))
    #expect(Standing("\(folder.path)/a/b") == .file(obstacle: nil))
    #expect(Standing("\(folder.path)/linked/b") == .file(obstacle: nil))
    #expect(Standing("\(folder.path)/a/b/c") == .absent)
    #expect(
      Standing("\(folder.path)/loop")
        == .unknown(
          obstacle: "is a link to 'loop', which can't be read: Too many levels of symbolic links"))
  }

  struct Folder: CustomTestStringConvertible {
    let name: String, folder: Standing, model: Standing, found: CaseFolder
    var testDescription: String { "\(name) \(found)" }
  }

  static let denied = "can't be read: Permission denied"
  static let folders: [Folder] = [
    Folder(
      name: "a", folder: .folder(obstacle: denied), model: .unknown(obstacle: denied),
      found: .suiteCase(defect: "the case's folder can't be read: Permission denied")),
    Folder(
      name: ".git", folder: .folder(obstacle: denied), model: .unknown(obstacle: denied),
      found: .other),
    Folder(
      name: "a", folder: .folder(obstacle: nil), model: .file(obstacle: denied),
      found: .suiteCase(defect: "model.onnx can't be read: Permission denied")),
    Folder(
      name: ".mine", folder: .folder(obstacle: nil), model: .file(obstacle: nil),
      found: .suiteCase(defect: nil)),
    Folder(name: "docs", folder: .folder(obstacle: nil), model: .absent, found: .group),
    Folder(name: "README.md", folder: .file(obstacle: denied), model: .absent, found: .other),
  ]

  @Test("makes a folder a case, with what is wrong with it", arguments: folders)
  func folder(row: Folder) {
    #expect(CaseFolder(named: row.name, folder: row.folder, model: row.model) == row.found)
  }
}
