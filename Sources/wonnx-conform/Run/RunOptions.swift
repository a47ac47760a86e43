import ArgumentParser
import Graphs
import Harness
import Tensors
import VulkanRuntime

/// Which cases to run.
struct SelectionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only cases that test or contain one of these operators, such as Conv,MatMul.",
      valueName: "names"))
  var ops: [String] = []

  @Option(
    help: ArgumentHelp(
      "Only cases whose id (kind/name) matches: an id or name itself, a part of the id, a glob over a "
        + "whole id or name (test_conv_*, test_[a-c]?, [!a-c]*), or a regular expression, which has "
        + "one of ^ $ ( ) | + \\ or .* (^node/test_conv.*pad). May be given several times.",
      valueName: "pattern"))
  var filter: [String] = []

  @Option(
    help: ArgumentHelp(
      "Only these kinds: node, simple, pytorch-operator, pytorch-converted, real, seeded, unshipped; a generated suite has ai.onnx, ai.onnx.ml, com.microsoft, …, refused.",
      valueName: "kinds"))
  var kind: [String] = []

  @Option(
    help: ArgumentHelp(
      "Only cases with an input or output of one of these element types: float16 or f16, ….",
      valueName: "types"))
  var dtype: [String] = []

  @Option(
    help: ArgumentHelp(
      "Only models that import this opset of ai.onnx: 13, 13.., ..12, 9..13.", valueName: "range"))
  var opset: OpsetRange?

  @Option(
    help: ArgumentHelp(
      "Of each operator's cases only the first and every nth after it: a sample of a large suite.",
      valueName: "n"))
  var every = 1

  @Option(
    help: ArgumentHelp(
      "Only this part of the cases, such as 2/8; auto takes it from the variables of a Slurm array, "
        + "GitLab's parallel or Bazel's shards. 'wonnx-conform merge' joins the parts.",
      valueName: "i/n|auto"))
  var shard: ShardChoice?

  @Option(
    help: ArgumentHelp(
      "Balance the parts by the times of an earlier run: its results.jsonl, folder or name.",
      valueName: "run"))
  var durations: String?

  func validate() throws {
    if filter.contains("") {
      throw ValidationError("--filter is empty, expected an id, a part of one, or a pattern.")
    }
    guard every >= 1 else { throw ValidationError("--every is \(every), expected at least 1.") }
    if durations != nil && shard == nil {
      throw ValidationError("--durations balances the parts of a run: --shard is missing.")
    }
  }

  var selection: Selection {
    var selection = Selection()
    selection.operators = Self.split(ops)
    selection.filters = filter
    selection.kinds = Self.split(kind)
    selection.dtypes = Self.split(dtype)
    selection.opset = opset
    selection.step = every
    return selection
  }

  private static func split(_ values: [String]) -> [String] {
    values.flatMap { $0.split(separator: ",").map { String($0) } }
  }
}

/// What runs the cases.
struct RuntimeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The runtimes, of cpu, vulkan, and cpu+opt and vulkan+opt, which optimise each model first, with "
        + "commas between; or somebody else's: mine=exec:./adapter, ort=onnxruntime, "
        + "mine=cmd:./run {model} {inputs} {outputs}, with +opt behind the name too "
        + "(Conformance/adapters). May be given several times. Default: cpu and vulkan, each plain and "
        + "optimised, without Vulkan where there is no device.",
      valueName: "names|name=connection"))
  var runtime: [String] = []

  @Option(
    help: ArgumentHelp(
      "Foreign runtimes by name, to ask for as --runtime NAME (default: runtimes.toml beside the "
        + "suite's expectations).", valueName: "runtimes.toml"))
  var runtimes: String?

  @OptionGroup var computing: ComputingOptions

  var precision: Precision { computing.precision }
  var device: String? { computing.device }
  var requireGpu: Bool { computing.requireGpu }
  var fused: VulkanOptions.FusedSums? { computing.fused }
  var kernels: KernelStyle? { computing.kernels }
  var flushSubnormals: Bool { computing.flushSubnormals }
}

/// How a runtime of this program computes, and on what.
struct ComputingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How the interpreter computes floats: in their own width, or all in double.",
      valueName: "native|double"))
  var precision: Precision = .native

  @Flag(
    help: ArgumentHelp(
      "The interpreter takes subnormal floats for zero, operands and results, as many GPUs do."))
  var flushSubnormals = false

  @Option(
    help: ArgumentHelp(
      "The Vulkan device: its number or part of its name (default: WONNX_DEVICE, else the best); "
        + "all makes a column of each.",
      valueName: "device"))
  var device: String?

  @Flag(help: "A node that Vulkan leaves to the host without need fails its case.")
  var requireGpu = false

  @Option(
    help: ArgumentHelp(
      "How Vulkan multiplies and adds where the order of summation rounds once: as the device does, or "
        + "exactly, which takes 5 to 10 times as long where the device rounds twice, as llvmpipe "
        + "does (default: device; of 'bits', exact).",
      valueName: "device|exact"))
  var fused: VulkanOptions.FusedSums?

  @Option(
    help: ArgumentHelp(
      "The kernels that Vulkan takes: those made for a GPU's workgroups, or for the vector lanes of a "
        + "CPU that poses as one (default: by the device). The bits are the same.",
      valueName: "groups|lanes"))
  var kernels: KernelStyle?
}

extension KernelStyle: ExpressibleByArgument {}

extension VulkanOptions.FusedSums: ExpressibleByArgument {}

extension Precision: ExpressibleByArgument {}
extension OpsetRange: ExpressibleByArgument {
  /// `13`, `13..`, `..12` or `9..13`.
  public init?(argument: String) { self.init(argument) }
}

/// Which part of a run to run.
enum ShardChoice: ExpressibleByArgument, CustomStringConvertible {
  case fixed(Shard)
  case fromEnvironment

  /// `2/8` or `auto`.
  init?(argument: String) {
    if argument == "auto" {
      self = .fromEnvironment
    } else if let shard = Shard(argument) {
      self = .fixed(shard)
    } else {
      return nil
    }
  }

  var description: String {
    switch self {
    case .fixed(let shard): shard.description
    case .fromEnvironment: "auto"
    }
  }
}
