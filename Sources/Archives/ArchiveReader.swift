import CHDF5
package import Tensors

/// An HDF5 file being read: its data sets as tensors, in the element types that ``Archive`` writes.
///
/// Threads take turns in the library.
package struct ArchiveReader {
  package let path: String
  /// The paths of the data sets below the root, sorted.
  package let names: [String]
  let file: ArchiveFile

  package init(reading path: String) throws(ArchiveError) {
    chdf5_enter()
    defer { chdf5_leave() }
    let id = chdf5_open_file(path)
    guard id >= 0 else { throw .open(path: path) }
    file = ArchiveFile(id)
    self.path = path
    let found = CollectedTexts()
    guard found.collect({ chdf5_each_set(id, $0, $1) }) >= 0 else {
      throw .read(path: path, object: "/", "has damaged groups")
    }
    names = found.texts
  }

  /// A data set's elements.
  ///
  /// - Parameter name: a path below the root; a slash before it may be left out.
  package func tensor(_ name: String) throws(ArchiveError) -> Tensor {
    chdf5_enter()
    defer { chdf5_leave() }
    let set = chdf5_open(file.id, name)
    guard set >= 0 else { throw .read(path: path, object: name, "is not there") }
    defer { _ = chdf5_close_object(set) }
    do throws(DataSetError) {
      return try DataSet(set).tensor()
    } catch { throw .read(path: path, object: name, error.fact) }
  }
}
