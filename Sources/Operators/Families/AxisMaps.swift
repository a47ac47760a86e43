import Graphs
import Tensors

/// `Y[i, j, …] = X[m0[i], m1[j], …]`, or a filler where a map says so: padding, cropping, cyclic
/// and nearest-neighbour movements.
struct AxisMaps: Sendable {
  /// The entry that reads the filler.
  static let filler = -1

  /// One map an axis: the source's index for each of the output's.
  let maps: [[Int]]

  var shape: Shape { Shape(maps.map(\.count)) }

  /// The filled and the copied stretches of one map.
  struct Run: Sendable {
    /// The first source index, or ``AxisMaps/filler``.
    var source: Int
    var count: Int
  }

  static func runs(_ map: [Int]) -> [Run] {
    var runs: [Run] = []
    for source in map {
      if let last = runs.last {
        let follows = last.source < 0 ? source < 0 : source == last.source + last.count
        if follows {
          runs[runs.count - 1].count += 1
          continue
        }
      }
      runs.append(Run(source: source, count: 1))
    }
    return runs
  }

  /// Whether the map of `axis` reads an axis of `extent` from end to end.
  func isIdentity(_ axis: Int, extent: Int) -> Bool {
    maps[axis].count == extent && maps[axis].enumerated().allSatisfy { $0 == $1 }
  }
}

extension ScratchRequest {
  /// A map an axis of the output, and one of them as runs.
  var axisMaps: ByteCount {
    let dims = outputs.first?.tensor?.dims ?? []
    return dims.reduce(.zero) { $0 + .of($1.value ?? 0, Int.self) * 3 }
  }
}

extension Tensor {
  /// The elements that the maps read; `filler` is a tensor of one element of the same type.
  func mapped(by maps: AxisMaps, filler: Tensor? = nil) throws(OperatorError) -> Tensor {
    let shape = try TensorType(dtype, maps.shape).extent()
    let filler = if let filler { filler } else { try Tensor.zero(dtype) }
    let elements = try elements.visit(
      AxisMapping(maps: maps, source: self.shape, filler: filler.elements)
    ).get()
    return try tensors { () throws(TensorError) in try Tensor(elements, shape: shape) }
  }

  /// The scalar that is zero, false or empty.
  static func zero(_ dtype: DType) throws(OperatorError) -> Tensor {
    if dtype == .string { return Tensor(scalar: "") }
    let elements = Elements(count: 1, dtype: dtype) {
      $0.initializeMemory(as: UInt8.self, repeating: 0)
    }
    return try tensors { () throws(TensorError) in try Tensor(elements, shape: []) }
  }
}

private struct AxisMapping: ElementsVisitor {
  let maps: AxisMaps
  let source: Shape
  let filler: Elements

  func visit<T: Element>(_ values: Buffer<T>) -> Result<Elements, OperatorError> {
    guard let filler = T.unwrap(filler)?.first else {
      return .failure(
        .wrongType(input: 2, found: self.filler.dtype.name, expected: T.dtype.name))
    }
    let shape = maps.shape
    let strides = source.strides
    var axis = shape.rank - 1
    while axis >= 0, maps.isIdentity(axis, extent: source[axis]) { axis -= 1 }
    guard axis >= 0 else { return .success(T.wrap(values)) }
    let block = strides[axis]
    let runs = AxisMaps.runs(maps.maps[axis])
    let outer = Array(maps.maps[..<axis])
    return .success(
      T.wrap(
        Buffer(count: shape.count) { out in
          guard shape.count > 0, var next = out.baseAddress else { return }
          let row = shape[axis] * block
          var index = [Int](repeating: 0, count: outer.count)
          while true {
            var offset = 0
            var isFilled = false
            for (k, position) in index.enumerated() {
              let from = outer[k][position]
              isFilled = isFilled || from < 0
              offset += from * strides[k]
            }
            if isFilled {
              next.initialize(repeating: filler, count: row)
              next += row
            } else {
              for run in runs {
                let count = run.count * block
                if run.source < 0 {
                  next.initialize(repeating: filler, count: count)
                } else {
                  next.initialize(from: values.base + (offset + run.source * block), count: count)
                }
                next += count
              }
            }
            var k = outer.count - 1
            while k >= 0 {
              index[k] += 1
              if index[k] < outer[k].count { break }
              index[k] = 0
              k -= 1
            }
            if k < 0 { return }
          }
        }))
  }
}

extension AxisMaps {
  /// What fills an output on the GPU.
  enum Filler {
    case bits(UInt64)
    case input(Int)
  }

  /// The dispatch that makes output 0 from input 0, of shape `source`.
  func dispatch(_ dtype: DType, source: Shape, filler: Filler = .bits(0)) -> Dispatch {
    let carrier = dtype.carrier
    let strides = source.strides
    var dims: [Int] = []
    var steps: [Int] = []
    var bases: [Int] = []
    var entries: [Int] = []
    for axis in maps.indices {
      if isIdentity(axis, extent: source[axis]) {
        if let last = bases.last, last < 0 {
          dims[dims.count - 1] *= source[axis]
          steps[steps.count - 1] = strides[axis]
          continue
        }
        bases.append(-1)
      } else {
        bases.append(entries.count)
        entries += maps[axis]
      }
      dims.append(shape[axis])
      steps.append(strides[axis])
    }
    var bindings: [Binding] = [.read("x", .input(0), carrier), .write("y", .output(0), carrier)]
    var parameters: [Parameter] = [
      .uint("count", shape.count), .uints("dims", dims), .uints("steps", steps),
      .ints("bases", bases), .ints("maps", entries.isEmpty ? [0] : entries),
    ]
    var defines = ["RANK": String(dims.count)]
    switch filler {
    case .bits(let bits) where carrier == .uint64:
      parameters.append(.long("filler", Int(Int64(bitPattern: bits))))
    case .bits(let bits):
      parameters.append(.uint("filler", Int(bits)))
    case .input(let index):
      bindings.append(.read("filler", .input(index), carrier))
      defines["FILLER_IS_BOUND"] = "1"
    }
    return Dispatch(
      "Movement/AxisMaps.comp", defines: defines, bindings: bindings, parameters: parameters,
      invocations: (shape.count, 1, 1), localSize: [256, 1, 1], tripBound: dims.count)
  }
}

extension Tensor {
  /// The first element's bits, as its carrier sees them.
  var leadingBits: UInt64 {
    let width = dtype.byteWidth
    let bits = elements.withBytes { bytes in
      (0..<min(width, 8, bytes.count)).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << (8 * $1) }
    }
    return bits ?? 0
  }
}
