import Graphs
import Tensors

/// A constant operand in panels.
struct PackedOperand {
  let panels: WideBuffer
  /// The tensor that was packed, as it is to be held.
  let held: Tensor
  /// Whether all elements are known to be finite: of weights.
  private(set) var isFinite = false

  /// W `[M, C / groups, k1…]` as a convolution's weights; `nil` where it has no products.
  init?(weights w: Tensor?, groups: Int, _ precision: Precision) {
    guard let w, (3...5).contains(w.rank), w.count > 0, groups > 0,
      w.shape[0].isMultiple(of: groups), groups == 1 || w.shape[1] > 1
    else { return nil }
    let (rows, depth) = (w.shape[0] / groups, w.count / w.shape[0])
    self.init(
      w, precision,
      PanelLayout<Float>(columns: rows, depth: depth, transposed: true, groups: groups),
      PanelLayout<Double>(columns: rows, depth: depth, transposed: true, groups: groups))
    switch panels {
    case .float(let w): isFinite = w.isFinite
    case .double(let w): isFinite = w.isFinite
    case .int, .uint: break
    }
  }

  /// A matrix as a right operand; `nil` where products do not read its elements as they are.
  init?(right b: Tensor?, transposed: Bool = false, _ precision: Precision) {
    guard let b, b.rank == 2, b.count > 0 else { return nil }
    let (depth, columns) = (b.shape[transposed ? 1 : 0], b.shape[transposed ? 0 : 1])
    self.init(
      b, precision, PanelLayout<Float>(columns: columns, depth: depth, transposed: transposed),
      PanelLayout<Double>(columns: columns, depth: depth, transposed: transposed))
  }

  /// W `[D, G·H, I]` of a recurrence: a transposed right operand a direction.
  init?(directions w: Tensor?, _ precision: Precision) {
    guard let w, w.rank == 3, w.count > 0 else { return nil }
    let (columns, depth, groups) = (w.shape[1], w.shape[2], w.shape[0])
    self.init(
      w, precision,
      PanelLayout<Float>(columns: columns, depth: depth, transposed: true, groups: groups),
      PanelLayout<Double>(columns: columns, depth: depth, transposed: true, groups: groups))
  }

  private init?(
    _ tensor: Tensor, _ precision: Precision, _ single: PanelLayout<Float>,
    _ double: PanelLayout<Double>
  ) {
    switch tensor.elements {
    case .float(let x) where precision == .native: self.init(tensor, x, single) { $0 }
    case .float16, .bfloat16:
      guard case .float(let x) = tensor.widened(precision) else { return nil }
      if tensor.dtype == .float16 {
        self.init(tensor, x, single) { Float16($0) }
      } else {
        self.init(tensor, x, single) { BFloat16(narrowing: $0) }
      }
    case .double(let x): self.init(tensor, x, double) { $0 }
    default: return nil
    }
  }

  private init?<N: ProductNumber, T: NumberElement>(
    _ tensor: Tensor, _ x: Buffer<N>, _ layout: PanelLayout<N>,
    _ element: @escaping @Sendable (N) -> T
  ) {
    let packed = layout.panels(of: x)
    guard let held = try? Tensor(layout.unpacked(packed, element), shape: tensor.shape) else {
      return nil
    }
    self.held = held
    panels = N.wrap(wide: packed)
  }
}
