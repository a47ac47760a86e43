/// What a file of values is, by its name's ending.
package enum TensorFormat: String, Sendable, CaseIterable {
  case npy, npz, pb, h5, hdf5, csv, tsv, txt, json

  /// `nil` for another ending.
  package init?(path: some StringProtocol) {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    self.init(rawValue: path[path.index(after: dot)...].lowercased())
  }

  /// Whether a file has several values, each with a name.
  package var isBundle: Bool {
    switch self {
    case .npz, .h5, .hdf5, .json: true
    case .npy, .pb, .csv, .tsv, .txt: false
    }
  }

  /// What can be read, for sentences.
  package static let readable = ".npy, .npz, .pb, .h5, .json, .csv, .tsv, .txt, an image"
}
