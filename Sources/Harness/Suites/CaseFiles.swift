/// The files of a case: model, data, and what the model keeps beside it or in a folder there.
struct CaseFiles {
  /// Sorted.
  let paths: [String]
  private let folder: String

  init(_ folder: String) {
    self.folder = folder
    // Deeper folders are nobody's: links among them may lead round in circles.
    paths = Files.names(in: folder).flatMap { name in
      let path = "\(folder)/\(name)"
      guard Files.isFolder(path) else { return [path] }
      return Files.names(in: path).map { "\(path)/\($0)" }.filter { !Files.isFolder($0) }
    }.sorted()
  }

  /// `nil` where a file can't be read.
  var digest: String? { Digest.ofFiles(paths, below: "\(folder)/") }
}
