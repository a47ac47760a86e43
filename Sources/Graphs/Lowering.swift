package import Tensors

/// What an operator may know when it describes its GPU work.
package struct LoweringRequest: Sendable {
  /// `nil` is an absent optional input. Every tensor's shape is known.
  package let inputs: [ValueType?]
  /// The inputs' values, where the host has them.
  package let known: [Value?]
  /// The outputs' types, from `infer`. Every tensor's shape is known, unless the operator finds it:
  /// see ``Operator/findsExtents``.
  package let outputs: [ValueType]
  /// Which outputs are asked for.
  package let wanted: [Bool]
  package let device: DeviceTraits
  package let seed: UInt64

  package init(
    inputs: [ValueType?], known: [Value?], outputs: [ValueType], wanted: [Bool],
    device: DeviceTraits, seed: UInt64 = 0
  ) {
    self.inputs = inputs
    self.known = known
    self.outputs = outputs
    self.wanted = wanted
    self.device = device
    self.seed = seed
  }
}

/// The facts of a device that change which kernel is best.
package struct DeviceTraits: Sendable, Hashable {
  package var kernels: KernelStyle
  package var subgroupSize: Int
  /// Bytes that a workgroup's invocations may share.
  package var sharedBytes: Int
  /// Invocations that a workgroup may have.
  package var groupLimit: Int
  /// Subgroups that a workgroup may have whose kernel counts on them.
  package var subgroupLimit: Int
  /// Loop iterations that one invocation may take in all.
  package var tripBudget: Int
  package var hasFloat64: Bool
  /// Whether a multiply-add with one rounding is made of many instructions.
  package var emulatesFused: Bool
  /// Kernels that were chosen for sites, by their names; others take what is best by the tables.
  package var choices: [KernelSite: String] = [:]

  package init(
    kernels: KernelStyle, subgroupSize: Int, sharedBytes: Int = 1 << 15, groupLimit: Int = 1024,
    subgroupLimit: Int = 32, tripBudget: Int, hasFloat64: Bool, emulatesFused: Bool = false
  ) {
    self.kernels = kernels
    self.subgroupSize = subgroupSize
    self.sharedBytes = sharedBytes
    self.groupLimit = groupLimit
    self.subgroupLimit = subgroupLimit
    self.tripBudget = tripBudget
    self.hasFloat64 = hasFloat64
    self.emulatesFused = emulatesFused
  }
}

/// What kernels are made for, where several give the same bits.
package enum KernelStyle: String, Sendable, Hashable, CaseIterable {
  /// A CPU's vector lanes: few large groups of registers, since shared memory costs as much as any
  /// other and a barrier more.
  case lanes
  /// A GPU's cores: workgroups that share what they read, enough of them to hide the memory's latency.
  case groups
}

/// An operator's GPU work, described without a GPU.
package enum Lowering: Sendable {
  /// Dispatches in order; each sees what those before it wrote.
  case dispatches([Dispatch], scratch: [TensorType] = [])
  /// Dispatches on whose way the host reads how large the outputs are.
  case counted(CountedWork)
  /// Output `k` has the bytes of input `views[k]`, under its own type.
  case views([Int])
  /// The outputs, where the host knows them all: see ``Operator/knownOutputs(_:)``.
  case values([Value])
  /// The nodes of a graph, whose inputs are the node's present inputs.
  case expansion(Graph)
  case host(HostReason)
}

/// Why a node runs on the host.
package enum HostReason: Sendable, Hashable, CustomStringConvertible {
  /// The operator's values have no place on a device: strings, sequences, maps.
  case byNature(String)
  /// A shape that depends on data.
  case dataDependent
  /// The operator has no kernel yet.
  case noKernel
  /// The device lacks something.
  case device(String)

  package var description: String {
    switch self {
    case .byNature(let what): "\(what) live on the host"
    case .dataDependent: "the output's shape depends on data"
    case .noKernel: "the operator has no GPU kernel"
    case .device(let what): "the device lacks \(what)"
    }
  }
}

/// One compute dispatch.
package struct Dispatch: Sendable, Hashable {
  /// The shader's path under `Shaders/`, such as `Math/Exp.comp`.
  package var shader: String
  /// Macros defined before the shader, beside those that the bindings and parameters bring.
  package var defines: [String: String]
  package var bindings: [Binding]
  package var parameters: [Parameter]
  /// Invocations along x, y and z; the last workgroup of each is guarded by the shader.
  package var invocations: (x: Int, y: Int, z: Int) {
    get { (extent[0], extent[1], extent[2]) }
    set { extent = [newValue.x, newValue.y, newValue.z] }
  }
  private var extent: [Int]
  /// Workgroup size along x, y and z.
  package var localSize: [Int]
  /// The most loop iterations that one invocation takes, over all loops.
  package var tripBound: Int
  /// Applied to what is stored into the binding `y`, which must be written once an element.
  package var epilogue: Epilogue?
  /// Which of several kernels this is part of.
  package var choice: KernelChoice?

  package init(
    _ shader: String, defines: [String: String] = [:], bindings: [Binding],
    parameters: [Parameter] = [], invocations: (x: Int, y: Int, z: Int),
    localSize: [Int] = [64, 1, 1], tripBound: Int = 0
  ) {
    self.shader = shader
    self.defines = defines
    self.bindings = bindings
    self.parameters = parameters
    extent = [invocations.x, invocations.y, invocations.z]
    self.localSize = localSize
    self.tripBound = tripBound
  }
}

/// An element-wise function after a dispatch's own work, before its results are stored.
package struct Epilogue: Sendable, Hashable {
  /// A shader of the family `Unary`: its function `f` is called, its `main` is left out.
  package var shader: String
  /// The numbers that `f` reads; they are compiled in.
  package var parameters: [Parameter]

  package init(_ shader: String, parameters: [Parameter] = []) {
    self.shader = shader
    self.parameters = parameters
  }
}

/// A tensor that a dispatch reads or writes. The shader sees `load_<name>(i)` and
/// `store_<name>(i, v)` in the compute type `T_<name>`.
package struct Binding: Sendable, Hashable {
  package enum Resource: Sendable, Hashable {
    case input(Int), output(Int), scratch(Int)
    /// Words in which the dispatch says what it finds wrong in the data.
    case fault(DataCheck)
  }
  package enum Access: Sendable, Hashable {
    case read, write, readWrite
    /// Read four elements at a time, `load4_<name>(i)`, by the device's fastest path.
    case readVectors
    /// Written four elements at a time, `store4_<name>(i, v)`.
    case writeVectors
  }
  package var name: String
  package var resource: Resource
  package var dtype: DType
  package var access: Access

  package static func read(_ name: String, _ resource: Resource, _ dtype: DType) -> Self {
    Self(name: name, resource: resource, dtype: dtype, access: .read)
  }
  package static func write(_ name: String, _ resource: Resource, _ dtype: DType) -> Self {
    Self(name: name, resource: resource, dtype: dtype, access: .write)
  }
  package static func readWrite(_ name: String, _ resource: Resource, _ dtype: DType) -> Self {
    Self(name: name, resource: resource, dtype: dtype, access: .readWrite)
  }
  /// The same binding four elements at a time.
  package var inVectors: Self {
    var binding = self
    switch access {
    case .read: binding.access = .readVectors
    case .write: binding.access = .writeVectors
    case .readWrite, .readVectors, .writeVectors: break
    }
    return binding
  }
  package static func readVectors(_ name: String, _ resource: Resource, _ dtype: DType) -> Self {
    Self(name: name, resource: resource, dtype: dtype, access: .readVectors)
  }
  package static func writeVectors(_ name: String, _ resource: Resource, _ dtype: DType) -> Self {
    Self(name: name, resource: resource, dtype: dtype, access: .writeVectors)
  }
}

extension DType {
  /// Whether shaders take four elements at a time: in at most 16 bytes, to whose end every tensor reaches.
  package var comesInVectors: Bool { self != .string && byteWidth <= 4 }
}

/// A number that a shader reads as `p.<name>`.
package struct Parameter: Sendable, Hashable {
  package enum Value: Sendable, Hashable {
    case uint(UInt32), int(Int32), float(Float), double(Double), long(Int64)
    case uints([UInt32]), ints([Int32]), floats([Float])
  }
  package var name: String
  package var value: Value

  package static func uint(_ name: String, _ value: Int) -> Self {
    Self(name: name, value: .uint(UInt32(truncatingIfNeeded: value)))
  }
  package static func int(_ name: String, _ value: Int) -> Self {
    Self(name: name, value: .int(Int32(truncatingIfNeeded: value)))
  }
  package static func float(_ name: String, _ value: Float) -> Self {
    Self(name: name, value: .float(value))
  }
  package static func double(_ name: String, _ value: Double) -> Self {
    Self(name: name, value: .double(value))
  }
  package static func long(_ name: String, _ value: Int) -> Self {
    Self(name: name, value: .long(Int64(value)))
  }
  package static func uints(_ name: String, _ values: [Int]) -> Self {
    Self(name: name, value: .uints(values.map { UInt32(truncatingIfNeeded: $0) }))
  }
  package static func floats(_ name: String, _ values: [Float]) -> Self {
    Self(name: name, value: .floats(values))
  }
  package static func ints(_ name: String, _ values: [Int]) -> Self {
    Self(name: name, value: .ints(values.map { Int32(truncatingIfNeeded: $0) }))
  }
}
