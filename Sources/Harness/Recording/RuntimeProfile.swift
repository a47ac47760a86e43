/// What a foreign runtime declares of itself, and how it was reached.
package struct RuntimeProfile: Sendable, Codable, Hashable {
  /// As `--runtime` has it after the `=`, such as `exec:./adapter --threads 1`.
  package var connection: String
  /// SHA-256 of the files that the connection names; `nil` where it names none.
  package var digest: String?
  /// The runtime's own name and version.
  package var runtime: String
  package var version: String
  package var homepage: String?
  /// Where its faults are reported.
  package var issues: String?
  /// Domain to the least and the greatest opset.
  package var domains: [String: [Int]]
  /// Element types, as ONNX spells them.
  package var types: [String]
  package var features: [String]
  package var isDeterministic: Bool
  /// Domain to the operators that are there; a domain that is not in it has all of its operators.
  package var operators: [String: [String]]?
  package var lacks: [Lack]?
  /// Options that change results.
  package var details: [String: String]?

  /// An operator that is not there.
  package struct Lack: Sendable, Codable, Hashable {
    /// `domain:Name`.
    package var `operator`: String
    package var reason: String
    package var issue: String?

    package init(operator: String, reason: String, issue: String? = nil) {
      self.operator = `operator`
      self.reason = reason
      self.issue = issue
    }
  }

  package init(
    connection: String, digest: String? = nil, runtime: String, version: String,
    homepage: String? = nil, issues: String? = nil, domains: [String: [Int]] = [:],
    types: [String] = [], features: [String] = [], isDeterministic: Bool = true,
    operators: [String: [String]]? = nil, lacks: [Lack]? = nil, details: [String: String]? = nil
  ) {
    self.connection = connection
    self.digest = digest
    self.runtime = runtime
    self.version = version
    self.homepage = homepage
    self.issues = issues
    self.domains = domains
    self.types = types
    self.features = features
    self.isDeterministic = isDeterministic
    self.operators = operators
    self.lacks = lacks
    self.details = details
  }
}
