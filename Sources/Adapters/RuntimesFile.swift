internal import Harness

/// `runtimes.toml`: foreign runtimes that people know by a name.
///
///     [mine]
///     connect = "exec:./adapter --threads 1"
///     jobs = 2
///     timeout = 30
///     environment = { OMP_NUM_THREADS = "1" }
///     folder = "../build"
///     expectations = "mine.toml"
///
/// Only `connect` is required: what stands behind the `=` of `--runtime`. `jobs` are workers at once,
/// `timeout` seconds a case, `folder` where the adapter runs; paths are relative to the file.
package struct RuntimesFile: Sendable {
  package static let name = "runtimes.toml"

  private var entries: [String: Entry] = [:]

  package var names: [String] { entries.keys.sorted() }

  /// What the file says of one runtime.
  package struct Entry: Sendable, Equatable {
    package var connect: String
    /// Workers at once.
    package var jobs: Int?
    /// Seconds that a case may take.
    package var timeout: Double?
    /// Added to the adapter's environment.
    package var environment: [String: String]
    package var folder: String?
    package var expectations: String?
  }

  package init() {}

  /// - Parameter path: names the file in messages, and is where its paths begin.
  package init(parsing text: String, path: String) throws(RuntimesFileError) {
    let written: [String: Written]
    do {
      written = try TOMLText.decode(
        [String: Written].self, text, keys: Written.Key.allCases.map(\.rawValue))
    } catch { throw RuntimesFileError(path: path, sentence: error.sentence) }
    for (name, entry) in written.sorted(by: { $0.key < $1.key }) {
      if let defect = entry.defect {
        throw RuntimesFileError(path: path, sentence: "[\(name)] has \(defect)")
      }
      entries[name] = Entry(entry, below: path)
    }
  }

  package subscript(name: String) -> Entry? { entries[name] }
}

/// Why a file of runtimes can't be used.
package struct RuntimesFileError: Error, Sendable, Equatable, CustomStringConvertible {
  package let path: String
  package let sentence: String
  package var description: String { "\(path): \(sentence)." }
}

/// An entry as it stands in the file.
private struct Written: Decodable {
  enum Key: String, CodingKey, CaseIterable {
    case connect, jobs, timeout, environment, folder, expectations
  }

  let connect: String
  let jobs: Int?
  let timeout: Double?
  let environment: [String: String]?
  let folder: String?
  let expectations: String?

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    connect = try fields.decode(String.self, forKey: .connect)
    jobs = try fields.decodeIfPresent(Int.self, forKey: .jobs)
    timeout = try fields.decodeNumber(forKey: .timeout)
    environment = try fields.decodeIfPresent([String: String].self, forKey: .environment)
    folder = try fields.decodeIfPresent(String.self, forKey: .folder)
    expectations = try fields.decodeIfPresent(String.self, forKey: .expectations)
  }

  var defect: String? {
    if let jobs, !(1...1024).contains(jobs) { return "jobs = \(jobs), expected 1 to 1024" }
    if let timeout, !(0.001...1e7).contains(timeout) {
      return "timeout = \(timeout), expected 0.001 to 10000000 seconds"
    }
    return nil
  }
}

extension RuntimesFile.Entry {
  fileprivate init(_ written: Written, below path: String) {
    let base = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    func below(_ other: String) -> String { other.hasPrefix("/") ? other : base + other }
    connect = written.connect
    jobs = written.jobs
    timeout = written.timeout
    environment = written.environment ?? [:]
    folder = written.folder.map(below)
    expectations = written.expectations.map(below)
  }
}
