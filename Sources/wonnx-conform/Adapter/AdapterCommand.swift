import ArgumentParser

/// Tools around the protocol that other people's runtimes are reached by.
struct AdapterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adapter",
    abstract: "Tools around adapters, by which other runtimes become columns.",
    discussion: "Conformance/adapters holds the protocol, a tutorial and adapters.",
    subcommands: [
      ServeCommand.self
    ])
}
