import ArgumentParser

@main
struct Conform: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "wonnx-conform")
}
