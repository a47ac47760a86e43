import ArgumentParser

/// What the author of an adapter needs, and this program as one.
struct AdapterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adapter",
    abstract: "Begin an adapter, which makes any runtime a column, and check it; or be one.",
    discussion: """
      An adapter is a process that answers requests on its standard input: \
      Conformance/adapters/PROTOCOL.md. Conformance/adapters/TUTORIAL.md goes from an empty folder to a \
      full column.
      """,
    subcommands: [
      AdapterNewCommand.self,
      AdapterCheckCommand.self,
      ServeCommand.self,
    ])
}
