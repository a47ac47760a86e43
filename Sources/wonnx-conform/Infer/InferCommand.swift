import ArgumentParser
import Harness

/// Runs a model once, or step by step.
struct InferCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "infer",
    abstract: "Run a model on files, images, text or random numbers.",
    discussion: """
      Examples:
        wonnx-conform infer model.onnx --random-rest --set batch=1
        wonnx-conform infer squeezenet.onnx -i cat.jpg --image imagenet --top 5 --labels names.txt
        wonnx-conform infer model.onnx -i a.png -i b.png -i 'frames/*.png' --image unit
        wonnx-conform infer model.onnx -i x=x.npy -i 'mask=ones' -o result.npz
        wonnx-conform infer model.onnx --data test_data_set_0 --compare test_data_set_0
        wonnx-conform infer model.onnx --data in.npz --runtime cpu --runtime ort=onnxruntime
        wonnx-conform infer text.onnx -i 'words=lines:reviews.txt' -o result.csv
        wonnx-conform infer model.onnx --random-rest --timeout 60
        wonnx-conform infer model.onnx --random-rest --repeat 20 --profile --profile-trace trace.json
        wonnx-conform infer decoder.onnx -i input_ids=1,15,7 -i attention_mask=1,1,1 --steps 20 \\
            --feed 'present.*=past_key_values.*' --next 'logits=input_ids[:greedy]' --stop 2

      Without -o or --top the outputs are shown: name, type, shape, range and first elements. Of several \
      runtimes the first one's outputs are shown and written, and the others' are held against them by the \
      rule of ONNX's suite, as --compare is: |found - expected| <= atol + rtol * |expected|. In a decoding \
      loop all runtimes take the first one's tokens, and each its own outputs.

      Exit status: 0 done, 1 a difference, a model that can't run or takes too long, 2 usage or a file that can't be read, 4 \
      the device failed or a file can't be written.
      """)

  @Argument(help: "A model file, or a folder with model.onnx.") var model: String

  @OptionGroup(title: "Inputs") var feeds: FeedOptions

  @OptionGroup(title: "Outputs") var outputs: ResultOptions

  @OptionGroup(title: "Decoding") var decoding: DecodingOptions

  @Option(help: ArgumentHelp("Run n times, and print what a run takes.", valueName: "n"))
  var `repeat` = 1

  @Flag(help: "Print what each node takes: on the device, or on the host for the CPU.")
  var profile = false

  @Option(
    help: ArgumentHelp(
      "Write the last run's nodes as a Chrome trace, for Perfetto or chrome://tracing.",
      valueName: "trace.json"))
  var profileTrace: String?

  @OptionGroup(title: "Runtimes (default: cpu)") var what: RuntimeOptions

  @OptionGroup var limit: LimitOption

  func validate() throws {
    try BenchLimits.check([NumberOption("repeat", `repeat`, in: BenchLimits.counts)])
    guard decoding.steps != nil else {
      if outputs.labels != nil, outputs.top == nil {
        throw ValidationError("--labels says what --top or --steps shows, and both are missing.")
      }
      return
    }
    guard `repeat` == 1, !profile, profileTrace == nil, outputs.compare == nil,
      outputs.output.isEmpty, outputs.top == nil
    else {
      throw ValidationError(
        "--steps prints tokens and compares runtimes: it goes without --repeat, --profile, --output, "
          + "--top and --compare.")
    }
  }

  func run() async throws {
    do throws(Failure) {
      let isEqual = try await Inferring(self).run()
      if !isEqual { throw Failure(.unexpected, "There are differences.") }
    } catch {
      Terminal.note(error.sentence)
      throw ExitCode(error.status.rawValue)
    }
  }
}
