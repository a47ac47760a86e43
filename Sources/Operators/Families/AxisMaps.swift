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

extension AxisMaps {
  /// What fills an output on the GPU.
  enum Filler {
    case bits(ElementBits)
    case input(Int)
  }

  /// The dispatch that makes output 0 from input 0, of shape `source`.
  func dispatch(_ dtype: DType, source: Shape, filler: Filler = .bits(.zero)) -> Dispatch {
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
    case .bits(let bits):
      parameters += bits.parameters("filler", carrier)
      defines["FILLER"] = ElementBits.expression("filler", carrier)
    case .input(let index):
      bindings.append(.read("filler", .input(index), carrier))
      defines["FILLER"] = "load_filler(0u)"
    }
    return Dispatch(
      "Movement/AxisMaps.comp", defines: defines, bindings: bindings, parameters: parameters,
      invocations: (shape.count, 1, 1), localSize: [256, 1, 1], tripBound: dims.count)
  }
}
