import ArgumentParser
import Graphs
import Harness
import Optimizer
import Runtimes
import TensorFiles
import Tensors

/// Where the values of a model's inputs come from.
struct FeedOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "An input's value: a file (.npy, .npz, .pb, .h5, .json, .csv, .tsv, .txt, an image), 'a.npz:x' or "
        + "'a.h5:/group/x' for one value of several, 1,2,3, zeros, ones, random(seed), "
        + "random(seed, least, greatest), lines:a.txt (a string a line), image:file; several images, or "
        + "'frames/*.png', are one batch. Without 'name=' for a model that takes one input.",
      valueName: "name=value"))
  var input: [String] = []

  @Option(
    help: ArgumentHelp(
      "Values of several inputs: a folder such as test_data_set_0, or an .npz, .h5, .json, .csv or .tsv "
        + "file that has them by name.",
      valueName: "folder|file"))
  var data: [String] = []

  @Option(help: ArgumentHelp("Give a symbolic dimension an extent: batch=1.", valueName: "name=n"))
  var set: [String] = []

  @Flag(help: "Draw the inputs that are not given.") var randomRest = false

  @Option(help: ArgumentHelp("What --random-rest draws from (default: 0).", valueName: "n"))
  var seed: UInt64?

  @Option(
    help: ArgumentHelp(
      "How images become numbers: imagenet, imagenet-caffe, inception, mobilenet, unit (0 to 1) or raw "
        + "(0 to 255), and with commas behind it what is otherwise: size=HxW, resize=N (the shorter side, "
        + "before the middle is cut out), fit=crop|exact, filter=nearest|bilinear|bicubic, divide=255, "
        + "mean=R/G/B, std=R/G/B, rgb, bgr, grey, nchw, nhwc. The size and layout that the model declares "
        + "count first.",
      valueName: "preset,…"))
  var image: String?

  func validate() throws {
    if seed != nil, !randomRest {
      throw ValidationError("--seed says what --random-rest draws from, and that is missing.")
    }
  }

  /// The model of a file, or of a folder with model.onnx, whose graph has the extents of `--set`.
  func source(_ model: String) throws(Failure) -> ModelSource {
    let path = Files.isFolder(model) ? "\(model)/model.onnx" : model
    let extents = try ExtentOption.extents(set)
    let file: ModelSource
    do throws(LoadError) { file = try ModelFileLoader().source(path) } catch {
      throw Failure(.usage, error.description)
    }
    guard !extents.isEmpty else { return file }
    let graph: Graph
    do throws(LoadError) { graph = try file.graph() } catch {
      throw Failure(.unexpected, error.description)
    }
    do throws(PreparationError) {
      let set = try graph.setting(extents)
      return ModelSource(
        path: path, interface: file.interface, externalFiles: file.externalFiles
      ) { () throws(LoadError) in set }
    } catch { throw Failure(.usage, "\(error).") }
  }

  /// One value an input of the model, in order; `nil` takes an input's default. What was done that
  /// nobody asked for is said on standard error.
  ///
  /// - Parameter empty: names of inputs that start empty where they are not given.
  func feeds(
    for model: ModelInterface, startingEmpty empty: Set<String> = []
  ) throws(Failure) -> [Value?] {
    var request = FeedRequest()
    request.startingEmpty = empty
    request.inputs = input
    request.data = data
    request.extents = try ExtentOption.extents(set)
    request.restSeed = randomRest ? seed ?? 0 : nil
    do throws(FeedError) {
      if let image { request.images = try ImagePreparation(image) }
      let feeding = try request.feeding(model)
      for note in feeding.notes { Terminal.note("note: \(note).") }
      return feeding.values
    } catch { throw Failure(.usage, error.description) }
  }

  func feeds(for source: ModelSource) throws(Failure) -> [Value?] {
    try feeds(for: source.interface)
  }

  /// A tensor that an option gives for one input.
  static func tensor(
    _ text: String, for input: ModelInterface.Port
  ) throws(Failure) -> Tensor {
    var options = FeedRequest()
    options.inputs = ["\(input.name)=\(text)"]
    do throws(FeedError) {
      let feeding = try options.feeding(ModelInterface(inputs: [input], outputs: []))
      for note in feeding.notes { Terminal.note("note: \(note).") }
      if let tensor = feeding.values.first??.tensor { return tensor }
    } catch { throw Failure(.usage, error.description) }
    throw Failure(.usage, "'\(text)' holds no tensor.")
  }
}
