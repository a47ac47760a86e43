import CVulkan
import Foundation
import Operators
import Runtimes
import Shaders

/// A shader's pipeline, or what the device lacks to run it.
enum PipelineAnswer {
  case ready(Pipeline)
  case lacks(String)
}

/// Every pipeline made so far, and the caches behind them.
final class PipelineStore {
  private let device: VulkanDevice
  private let library: ShaderLibrary
  private let modules: SpirvCache
  private var pipelines: [ShaderKey: Pipeline] = [:]
  /// What recorded work waits for, in its order, and the nodes that asked first.
  private var awaited: [(pipeline: Pipeline, node: String)] = []
  private var layouts: [[AccessPath]: PipelineLayout] = [:]
  private var cache: VkPipelineCache?
  private var unsavedCount = 0
  private(set) var compiledCount = 0

  init(_ device: VulkanDevice, _ options: VulkanOptions) {
    self.device = device
    library = options.shaders
    modules = options.cache
    // llvmpipe's pipeline cache is always empty; Mesa keeps its own on disk.
    if !device.profile.isLlvmpipe { cache = makeCache() }
  }

  deinit {
    saveCache()
    vkDestroyPipelineCache(device.handle, cache, nil)
  }

  /// A shader's pipeline. It is made by ``complete()``, together with the others that work waits for; at
  /// once where the device may lack something for it.
  ///
  /// - Parameter node: who asks, for errors.
  func pipeline(
    _ key: ShaderKey, for node: () -> String
  ) throws(RuntimeError) -> PipelineAnswer {
    if let pipeline = pipelines[key] { return .ready(pipeline) }
    let pipeline = Pipeline(device, key: key, layout: try layout(of: key))
    if device.profile.lacksNothing {
      awaited.append((pipeline, node()))
    } else {
      let outcome = job(pipeline).run()
      if case .lacks(let feature) = outcome { return .lacks(feature) }
      try take(outcome, for: pipeline, node())
    }
    pipelines[key] = pipeline
    return .ready(pipeline)
  }

  /// Makes the pipelines that work waits for, on all cores.
  ///
  /// - Throws: what is wrong with the first of them, in the order in which they were asked for.
  func complete() throws(RuntimeError) {
    guard !awaited.isEmpty else { return }
    let work = awaited
    awaited = []
    let outcomes = Parallel.map(work.map { job($0.pipeline) }) { $0.run() }
    var failure: RuntimeError?
    for ((pipeline, node), outcome) in zip(work, outcomes) {
      do throws(RuntimeError) { try take(outcome, for: pipeline, node) } catch {
        pipelines[pipeline.key] = nil
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
  }

  /// Forgets the pipelines that work waited for.
  func abandon() {
    for (pipeline, _) in awaited { pipelines[pipeline.key] = nil }
    awaited = []
  }

  private func job(_ pipeline: Pipeline) -> PipelineJob {
    let writer = ShaderWriter(library: library, profile: device.profile)
    return PipelineJob(pipeline, writer, modules, cache: cache)
  }

  private func take(
    _ outcome: PipelineJob.Outcome, for pipeline: Pipeline, _ node: String
  ) throws(RuntimeError) {
    switch outcome {
    case .made(let address, let isCompiled):
      pipeline.own(address)
      unsavedCount += 1
      if isCompiled { compiledCount += 1 }
    case .lacks(let feature): throw .device("\(node) needs \(feature), which the device lacks.")
    case .failed(.compile(let sentence)): throw .compile("\(node): \(sentence)")
    case .failed(let error): throw error
    }
  }

  private func layout(of key: ShaderKey) throws(RuntimeError) -> PipelineLayout {
    var kinds = key.bindings.map(\.path)
    if !key.parameters.isEmpty, !key.parameters.arePushed { kinds.append(.storage) }
    if let known = layouts[kinds] { return known }
    let layout = try PipelineLayout(device, kinds: kinds)
    layouts[kinds] = layout
    return layout
  }

  private var cacheURL: URL? { modules.url(of: device.profile, extension: "pipelines") }

  private func makeCache() -> VkPipelineCache? {
    let data = cacheURL.flatMap { try? Data(contentsOf: $0) } ?? Data()
    var cache: VkPipelineCache?
    data.withUnsafeBytes { bytes in
      // The driver checks the header and ignores data that are not its own.
      var info = VkPipelineCacheCreateInfo()
      info.sType = VK_STRUCTURE_TYPE_PIPELINE_CACHE_CREATE_INFO
      info.initialDataSize = bytes.count
      info.pInitialData = bytes.baseAddress
      _ = vkCreatePipelineCache(device.handle, &info, nil, &cache)
    }
    return cache
  }

  /// Writes the driver's cache where it has grown since the last time.
  func saveCache() {
    guard let cache, unsavedCount > 0, let url = cacheURL, device.lost == nil else { return }
    unsavedCount = 0
    var size = 0
    guard vkGetPipelineCacheData(device.handle, cache, &size, nil) == VK_SUCCESS else { return }
    var data = Data(count: size)
    let result = data.withUnsafeMutableBytes { bytes in
      vkGetPipelineCacheData(device.handle, cache, &size, bytes.baseAddress)
    }
    guard result == VK_SUCCESS else { return }
    try? FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? data.prefix(size).write(to: url, options: .atomic)
  }
}

extension DeviceProfile {
  /// The first feature that a module with these SPIR-V capabilities needs and the device lacks.
  func lacking(_ capabilities: Set<UInt32>) -> String? {
    features.first { capabilities.contains($0.capability) && !$0.has }?.feature
  }

  /// Whether a module of any capabilities that shaders have runs.
  var lacksNothing: Bool { features.allSatisfy(\.has) }

  private var features: [(capability: UInt32, feature: String, has: Bool)] {
    [
      (9, "shaderFloat16", hasFloat16), (10, "shaderFloat64", hasFloat64),
      (11, "shaderInt64", hasInt64), (22, "shaderInt16", hasInt16), (39, "shaderInt8", hasInt8),
      (4433, "storageBuffer16BitAccess", hasStorage16),
      (4448, "storageBuffer8BitAccess", hasStorage8),
    ]
  }
}
