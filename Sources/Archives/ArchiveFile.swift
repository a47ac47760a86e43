import CHDF5

/// The library's handle of an open file, closed at most once.
///
/// After an error it is left open: closing means writing what is held back, and HDF5 does not survive
/// a second failure of that.
final class ArchiveFile {
  let id: Int64
  private var isOpen = true

  init(_ id: Int64) { self.id = id }

  deinit { _ = close() }

  /// `false` when the file could not be ended.
  func close() -> Bool {
    guard isOpen else { return true }
    isOpen = false
    chdf5_enter()
    defer { chdf5_leave() }
    return chdf5_close_file(id) >= 0
  }

  func abandon() { isOpen = false }
}
