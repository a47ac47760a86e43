import CVulkan
import Foundation
import Runtimes

/// A shader's pipeline, or what the device lacks to run it.
enum PipelineAnswer {
  case ready(Pipeline)
  case lacks(String)
}

/// Every pipeline made so far, and the caches behind them.
final class PipelineStore {
  private let device: VulkanDevice
  private let writer: ShaderWriter
  private let modules: SpirvCache
  private var pipelines: [ShaderKey: Pipeline] = [:]
  private var layouts: [[AccessPath]: PipelineLayout] = [:]
  private var cache: VkPipelineCache?
  private var unsavedCount = 0
  private(set) var compiledCount = 0

  init(_ device: VulkanDevice, _ options: VulkanOptions) {
    self.device = device
    writer = ShaderWriter(library: options.shaders, profile: device.profile)
    modules = options.cache
    // llvmpipe's pipeline cache is always empty; Mesa keeps its own on disk.
    if !device.profile.isLlvmpipe { cache = makeCache() }
  }

  deinit {
    saveCache()
    vkDestroyPipelineCache(device.handle, cache, nil)
  }

  func pipeline(_ key: ShaderKey) throws(RuntimeError) -> PipelineAnswer {
    if let pipeline = pipelines[key] { return .ready(pipeline) }
    let words = try module(key)
    if let feature = device.profile.lacking(SpirvModule(words).capabilities) {
      return .lacks(feature)
    }
    var kinds = key.bindings.map(\.path)
    if !key.parameters.isEmpty, !key.parameters.arePushed { kinds.append(.storage) }
    let layout: PipelineLayout
    if let known = layouts[kinds] {
      layout = known
    } else {
      layout = try PipelineLayout(device, kinds: kinds)
      layouts[kinds] = layout
    }
    let pipeline = try Pipeline(device, key: key, module: words, layout: layout, cache: cache)
    pipelines[key] = pipeline
    unsavedCount += 1
    return .ready(pipeline)
  }

  private func module(_ key: ShaderKey) throws(RuntimeError) -> [UInt32] {
    let source = try writer.source(key)
    let modes =
      "\(device.profile.preservesSpecials.rawValue) \(device.profile.roundsToEven.rawValue)"
    let hash = ContentHash(GlslangCompiler.version, modes, source.text)
    if let words = modules.module(hash) { return words }
    var module = SpirvModule(try GlslangCompiler.compile(source, path: key.path))
    module.makeStrict(device.profile)
    compiledCount += 1
    modules.store(module.words, hash)
    return module.words
  }

  private var cacheURL: URL? {
    let uuid = device.profile.uuid.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
    let name = "\(uuid.joined())-\(device.profile.driverVersion).pipelines"
    return modules.folder?.deletingLastPathComponent().appending(path: name)
  }

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
    let needs: [(capability: UInt32, feature: String, has: Bool)] = [
      (9, "shaderFloat16", hasFloat16), (10, "shaderFloat64", hasFloat64),
      (11, "shaderInt64", hasInt64), (22, "shaderInt16", hasInt16), (39, "shaderInt8", hasInt8),
      (4433, "storageBuffer16BitAccess", hasStorage16),
      (4448, "storageBuffer8BitAccess", hasStorage8),
    ]
    return needs.first { capabilities.contains($0.capability) && !$0.has }?.feature
  }
}
