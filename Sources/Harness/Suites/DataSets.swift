/// The data sets of a case: folders `test_data_set_0`, `test_data_set_1`, ….
struct DataSets: Equatable {
  let count: Int
  /// What keeps one of them from being read.
  let defect: String?

  init(_ folder: String) {
    self.init(names: Files.names(in: folder)) { Standing("\(folder)/\($0)") }
  }

  /// - Parameter names: of all that is in the case's folder.
  init(names: [String], standing: (String) -> Standing) {
    let indices = names.compactMap(Self.index).sorted()
    count = indices.count
    let gap = indices.enumerated().first { $0.offset != $0.element }
    if indices.isEmpty {
      defect = Self.absence
    } else if let gap {
      defect = "the case has test_data_set_\(gap.element), but no test_data_set_\(gap.offset)"
    } else {
      defect =
        indices.compactMap { index in
          Self.defect(of: "test_data_set_\(index)", standing("test_data_set_\(index)"))
        }.first
    }
  }

  private static func defect(of name: String, _ standing: Standing) -> String? {
    switch standing {
    case .folder(nil): nil
    case .folder(let obstacle?), .unknown(let obstacle): "\(name) \(obstacle)"
    case .file: "\(name) is a file, expected a folder"
    case .absent: "the case has no \(name)"
    }
  }

  static let absence = "the case has no test_data_set_0"

  private static func index(_ name: String) -> Int? {
    guard name.hasPrefix("test_data_set_") else { return nil }
    let index = Int(name.dropFirst("test_data_set_".count))
    return index.flatMap { $0 >= 0 && "test_data_set_\($0)" == name ? $0 : nil }
  }
}
