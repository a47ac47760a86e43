import Adapters
import ArgumentParser
import Dispatch
import Glibc
import Harness

/// One of this program's runtimes as an adapter, for other people's harnesses.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Answer the adapter protocol with a runtime of this program.",
    discussion: """
      Requests come on standard input, replies go to standard output; what is printed besides goes to \
      standard error. It ends when it is told to stop, or when its input ends \
      (Conformance/adapters/PROTOCOL.md).

      Examples:
        wonnx-conform adapter serve --runtime vulkan --require-gpu
        wonnx-conform --runtime 'again=exec:wonnx-conform adapter serve --runtime cpu'
        wonnx-conform --runtime 'board=exec:ssh board wonnx-conform adapter serve'

      Exit status: 0 stopped or input ended, 2 usage, 4 the device can't be had.
      """)

  @Option(
    help: ArgumentHelp(
      "The runtime, of \(RuntimeFactory.names.joined(separator: ", ")); vulkan@1 is the second device.",
      valueName: "name"))
  var runtime = "cpu"

  @OptionGroup var computing: ComputingOptions

  func validate() throws {
    if runtime.contains("=") {
      throw ValidationError(
        "'\(runtime)' is somebody else's runtime, which has an adapter of its own.")
    }
    if computing.device == RuntimeFactory.allDevices {
      throw ValidationError("--device is all, but an adapter has one: give its number or name.")
    }
  }

  func run() async throws {
    let (requests, replies) = Self.claimStreams()
    do throws(Failure) {
      let served = try RuntimeFactory(computing).make(runtime)
      let server = AdapterServer(
        served, AdapterProfile(of: served, version: Version.current), loader: ModelFileLoader(),
        reading: requests, writing: replies)
      signal(SIGPIPE, SIG_IGN)
      let watch = Self.endWithReader(of: replies)
      defer { watch.cancel() }
      await server.serve()
    } catch {
      Terminal.note(error.sentence)
      throw ExitCode(error.status.rawValue)
    }
  }

  /// Keeps the two pipes to the conversation: what a library prints goes to standard error, and none
  /// reads requests away.
  private static func claimStreams() -> (requests: Int32, replies: Int32) {
    let streams = (dup(STDIN_FILENO), dup(STDOUT_FILENO))
    let nothing = open("/dev/null", O_RDONLY)
    dup2(nothing, STDIN_FILENO)
    close(nothing)
    dup2(STDERR_FILENO, STDOUT_FILENO)
    return streams
  }

  /// In an endless case nobody sees the input end, so it is the other pipe that is looked at.
  private static func endWithReader(of replies: Int32) -> any DispatchSourceTimer {
    let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "reader"))
    timer.setEventHandler {
      var polled = pollfd(fd: replies, events: 0, revents: 0)
      if poll(&polled, 1, 0) > 0, polled.revents & Int16(POLLERR | POLLHUP) != 0 { _exit(1) }
    }
    timer.schedule(deadline: .now() + 1, repeating: 1)
    timer.resume()
    return timer
  }
}
