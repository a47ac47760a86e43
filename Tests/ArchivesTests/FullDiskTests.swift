import Archives
import Foundation
import Glibc
import Tensors
import Testing

/// Puts the device that is always full in the place of the open file at `path`.
///
/// The file itself stays open elsewhere: the library knows files by their inodes, so no other may get
/// this one's.
private func fillDisk(under path: String) throws {
  let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
  let open = descriptors.first { descriptor in
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)"))
      == path
  }
  let descriptor = try #require(open.flatMap { Int32($0) })
  let full = Glibc.open("/dev/full", O_RDWR)
  defer { close(full) }
  try #require(dup(descriptor) >= 0)
  try #require(dup2(full, descriptor) == descriptor)
}

@Suite("An archive on a disk that fills up") struct FullDiskTests {
  /// 40 groups of texts and of data sets, which together outgrow the library's caches.
  private func fill(_ archive: borrowing Archive, fullAfter: Int) throws {
    for index in 0..<40 {
      if index == fullAfter { try fillDisk(under: archive.path) }
      try archive.makeGroup("case\(index)", texts: ["status": "fail"], numbers: ["rtol": 0.5])
      let values = (0..<20_000).map { Float(($0 &* 2_654_435_761 &+ index) % 16_777_213) }
      try archive.write(Tensor(vector: values), as: "case\(index)/a", texts: ["role": "output"])
      try archive.write(Tensor(vector: ["é", "text"]), as: "case\(index)/b")
    }
    if fullAfter == 40 { try fillDisk(under: archive.path) }
  }

  /// The process must come through, and through its exit too.
  @Test("ends in the system's sentence", arguments: [0, 1, 7, 39, 40])
  func fillsUp(after: Int) throws {
    let path = NSTemporaryDirectory() + "full-\(UUID().uuidString).h5"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let error = #expect(throws: ArchiveError.self) {
      let archive = try Archive(creating: path)
      try fill(archive, fullAfter: after)
      try archive.finish()
    }
    guard case .write(path, let object, ENOSPC) = error else {
      Issue.record(Comment(rawValue: String(describing: error)))
      return
    }
    #expect(error?.description == "\(path): '\(object)' can't be written: No space left on device")
  }

  @Test("gives no reason where the system gave none")
  func withoutReason() {
    #expect(
      ArchiveError.write(path: "a.h5", object: "x", errno: 0).description
        == "a.h5: 'x' can't be written")
  }
}
