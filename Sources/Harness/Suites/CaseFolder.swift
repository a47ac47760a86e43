/// What a folder of a suite without a manifest is.
enum CaseFolder: Equatable {
  /// It holds a model, or nobody can see what it holds; and what keeps it from being run.
  case suiteCase(defect: String?)
  /// It holds no model; perhaps folders that do.
  case group
  /// A file, or nothing that a suite is made of.
  case other

  init(_ path: String) {
    let name = path.split(separator: "/").last ?? ""
    // A name that is no UTF-8 was read with marks in it, and leads nowhere.
    guard !name.contains("\u{fffd}") || Files.exists(path) else {
      self = .suiteCase(defect: "the name of the case's folder is not UTF-8")
      return
    }
    self.init(named: name, folder: Standing(path), model: Standing("\(path)/model.onnx"))
  }

  /// - Parameter name: hidden folders, such as `.git`, are cases only where they hold a model.
  init(named name: some StringProtocol, folder: Standing, model: Standing) {
    let isHidden = name.hasPrefix(".")
    switch (folder, model) {
    case (.absent, _), (.file, _): self = .other
    case (.unknown(let obstacle), _):
      self = isHidden ? .other : .suiteCase(defect: "the case's folder \(obstacle)")
    case (.folder(let obstacle?), _):
      self = isHidden ? .other : .suiteCase(defect: "the case's folder \(obstacle)")
    case (.folder(nil), .absent): self = .group
    case (.folder(nil), .file(let obstacle)):
      self = .suiteCase(defect: obstacle.map { "model.onnx \($0)" })
    case (.folder(nil), .folder):
      self = .suiteCase(defect: "model.onnx is a folder, expected a file")
    case (.folder(nil), .unknown(let obstacle)):
      self = .suiteCase(defect: "model.onnx \(obstacle)")
    }
  }
}
