internal import Harness

extension DescentReport {
  /// The report as one line of JSON: keys sorted, infinities and NaN as strings.
  package var json: String { get throws { try JSONLine.encode(self) } }
}
