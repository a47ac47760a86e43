import Graphs
import Runtimes
import Tensors

/// Finds a node's dispatches their pipelines and memory.
struct DispatchBinder {
  enum Answer {
    case ready(BoundDispatch)
    case lacks(String)
  }

  private let walk: Walk
  private let node: Node
  private let inputs: [DeviceTensor?]
  private var outputTypes: [TensorType]
  private let scratchTypes: [TensorType]
  private var outputs: [DeviceTensor?]
  private var scratch: [DeviceTensor?]

  private var profile: DeviceProfile { walk.engine.device.profile }

  init(
    walk: Walk, node: Node, inputs: [DeviceTensor?], outputs: [TensorType], scratch: [TensorType]
  ) {
    self.walk = walk
    self.node = node
    self.inputs = inputs
    outputTypes = outputs
    scratchTypes = scratch
    self.outputs = outputs.map { _ in nil }
    self.scratch = scratch.map { _ in nil }
  }

  /// Names the outputs' types, where work before found their extents.
  mutating func expect(_ types: [TensorType]) {
    outputTypes = types
    outputs = types.map { _ in nil }
  }

  /// A scratch tensor.
  mutating func scratch(_ index: Int) throws(RuntimeError) -> DeviceTensor {
    try tensor(.scratch(index))
  }

  /// The outputs that are asked for.
  mutating func outputs(wanted: [Bool]) throws(RuntimeError) -> [DeviceTensor?] {
    for index in outputs.indices where index < wanted.count && wanted[index] {
      _ = try tensor(.output(index))
    }
    return outputs
  }

  /// Takes scratch tensors that are filled already.
  mutating func use(_ tensors: [Int: DeviceTensor]) {
    for (index, tensor) in tensors { scratch[index] = tensor }
  }

  func scratchTensors(_ indices: Set<Int>) -> [Int: DeviceTensor] {
    var tensors: [Int: DeviceTensor] = [:]
    for index in indices { tensors[index] = scratch[index] }
    return tensors
  }

  mutating func bind(_ dispatch: Dispatch) throws(RuntimeError) -> Answer {
    if dispatch.tripBound > profile.traits.tripBudget {
      return .lacks(
        "enough loop iterations an invocation: \(dispatch.tripBound) of at most "
          + "\(profile.traits.tripBudget)")
    }
    var resources: [BoundDispatch.Resource] = []
    for binding in dispatch.bindings {
      let tensor = try tensor(binding.resource)
      let limit = profile.usableStorageRange(validates: walk.engine.options.validates)
      guard let path = profile.path(binding, byteCount: tensor.byteCount, limit: limit) else {
        return .lacks("storage buffers of \(tensor.byteCount) bytes")
      }
      resources.append(
        BoundDispatch.Resource(
          region: tensor.region, path: path, dtype: binding.dtype, isRead: binding.access.isRead,
          isWritten: binding.access.isWritten))
    }
    let grid = try Grid(dispatch, profile)
    let key = ShaderKey(
      path: dispatch.shader, defines: dispatch.defines,
      bindings: zip(dispatch.bindings, resources).map { binding, resource in
        DeclaredBinding(
          name: binding.name, dtype: binding.dtype, access: binding.access, path: resource.path)
      }, parameters: dispatch.parameters.map { DeclaredParameter($0) }, localSize: grid.localSize,
      epilogue: dispatch.epilogue)
    let pipeline: Pipeline
    switch try walk.engine.pipelines.pipeline(key, for: { asker(of: key) }) {
    case .ready(let ready): pipeline = ready
    case .lacks(let feature): return .lacks(feature)
    }
    var bytes = dispatch.parameters.bytes
    if !key.parameters.arePushed {
      let allocation = try walk.engine.write(bytes)
      walk.retain(allocation)
      resources.append(
        BoundDispatch.Resource(
          region: allocation.region, path: .storage, dtype: .uint8, isRead: true, isWritten: false))
      bytes = []
    }
    return .ready(
      BoundDispatch(
        pipeline: pipeline, resources: resources, pushConstants: bytes, groups: grid.groups))
  }

  /// The node and the element types that a shader is made for, as errors say them.
  private func asker(of key: ShaderKey) -> String {
    var types: [String] = []
    for binding in key.bindings where !types.contains(binding.dtype.name) {
      types.append(binding.dtype.name)
    }
    return "\(node.operatorName)-\(node.opset) '\(node.name)' on \(types.joined(separator: ", "))"
  }

  private mutating func tensor(_ resource: Binding.Resource) throws(RuntimeError) -> DeviceTensor {
    switch resource {
    case .input(let index):
      guard index < inputs.count, let tensor = inputs[index] else {
        throw .node(NodeError(node, .missingInput(index)))
      }
      return tensor
    case .output(let index):
      guard index < outputs.count else { throw absent("output \(index)") }
      if let tensor = outputs[index] { return tensor }
      let tensor = try allocate(outputTypes[index])
      outputs[index] = tensor
      return tensor
    case .fault(let check): return try walk.faultSlot(node, check)
    case .scratch(let index):
      guard index < scratch.count else { throw absent("scratch tensor \(index)") }
      if let tensor = scratch[index] { return tensor }
      let tensor = try allocate(scratchTypes[index])
      scratch[index] = tensor
      return tensor
    }
  }

  private func absent(_ what: String) -> RuntimeError {
    .node(NodeError(node, .mismatch("a dispatch binds \(what), which the node does not have")))
  }

  private func allocate(_ type: TensorType) throws(RuntimeError) -> DeviceTensor {
    // Shaders count elements in 32 bits.
    let most = (1 << 32) - 1
    guard let shape = type.shape, let count = shape.checkedCount, count <= most else {
      throw .node(NodeError(node, .tooLarge(type, most: most)))
    }
    return try walk.allocate(type.dtype, shape)
  }
}

/// A dispatch's workgroups.
struct Grid {
  let groups: (x: Int, y: Int, z: Int)
  let localSize: [Int]

  /// Fewer workgroups than this an axis are what every device takes.
  private static let limit = 65_535

  init(_ dispatch: Dispatch, _ profile: DeviceProfile) throws(RuntimeError) {
    let size = (dispatch.localSize + [1, 1, 1]).prefix(3).map { max($0, 1) }
    localSize = size
    guard size.reduce(1, *) <= profile.maxGroupSize else {
      throw .device(
        "The shader '\(dispatch.shader)' asks for workgroups of \(size.reduce(1, *)) invocations, "
          + "but \(profile.name) has at most \(profile.maxGroupSize).")
    }
    let extent = dispatch.invocations
    let counts = zip([extent.x, extent.y, extent.z], size).map { ($0 + $1 - 1) / $1 }
    if extent.y == 1, extent.z == 1, counts[0] > Self.limit {
      let rows = (counts[0] + Self.limit - 1) / Self.limit
      let planes = (rows + Self.limit - 1) / Self.limit
      let y = (rows + planes - 1) / planes
      let x = (counts[0] + y * planes - 1) / (y * planes)
      guard x * y * planes * size[0] <= 1 << 32 else {
        throw .device(
          "The shader '\(dispatch.shader)' asks for \(extent.x) invocations, but at most 2^32 run.")
      }
      groups = (x, y, planes)
      return
    }
    guard counts.allSatisfy({ $0 <= Self.limit }) else {
      throw .device(
        "The shader '\(dispatch.shader)' asks for \(counts) workgroups, but at most 65,535 an axis "
          + "run.")
    }
    groups = (counts[0], counts[1], counts[2])
  }
}

extension DeviceProfile {
  /// How a shader reaches a tensor of this size; `nil` where it can't.
  fileprivate func path(_ binding: Binding, byteCount: Int, limit: Int) -> AccessPath? {
    let fitsTexels = (byteCount + 15) / 16 <= maxTexelBufferElements
    if binding.access == .readVectors, binding.dtype == .float, readsVectorsByTexel, fitsTexels {
      return .texels
    }
    if byteCount <= limit { return .storage }
    let isReadOnly = binding.access == .read || binding.access == .readVectors
    let hasTexels = [.float, .int32, .uint32].contains(binding.dtype)
    return isReadOnly && hasTexels && fitsTexels ? .texels : nil
  }
}
