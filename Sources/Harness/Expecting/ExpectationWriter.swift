/// Writes expectations anew from a whole run: every result that is not a pass, grouped by cause.
package struct ExpectationWriter {
  static let heading =
    "# Written by wonnx-conform --update-expectations; reasons may be edited and are kept."

  private let update: ExpectationUpdate

  /// - Parameter kept: earlier expectations; what they say lives on where it still holds, with its
  ///   reason, issue and further statuses.
  package init(_ records: [CaseRecord], keeping kept: Expectations = .none) {
    update = ExpectationUpdate(
      records, earlier: kept, current: [], editable: 0..<0,
      universe: IdUniverse(records.map(\.case.description)))
  }

  /// The file's text; sorted, so that a changed byte is a changed fact.
  package var text: String {
    "\(Self.heading)\n" + update.tables.map { "\n\($0.text)" }.joined()
  }
}
