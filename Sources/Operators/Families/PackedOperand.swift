import Graphs
import Tensors

/// A constant operand in panels.
struct PackedOperand {
  let panels: WideBuffer
  /// The tensor that was packed, as it is to be held.
  let held: Tensor

  /// W `[M, C / groups, k1…]` as a convolution's left operand; `nil` where it is not read as one.
  init?(weights w: Tensor?, groups: Int, _ precision: Precision) {
    guard let w, (3...5).contains(w.rank), w.count > 0, groups > 0,
      w.shape[0].isMultiple(of: groups), groups == 1 || w.shape[1] > 1
    else { return nil }
    let (rows, depth) = (w.shape[0] / groups, w.count / w.shape[0])
    switch w.elements {
    case .float(let x) where precision == .native:
      self.init(w, x, PanelLayout(rows: rows, depth: depth, groups: groups))
    case .double(let x):
      self.init(w, x, PanelLayout(rows: rows, depth: depth, groups: groups))
    default: return nil
    }
  }

  /// A matrix as a right operand; `nil` where products do not read its elements as they are.
  init?(right b: Tensor?, transposed: Bool = false, _ precision: Precision) {
    guard let b, b.rank == 2, b.count > 0 else { return nil }
    let (depth, columns) = (b.shape[transposed ? 1 : 0], b.shape[transposed ? 0 : 1])
    switch b.elements {
    case .float(let x) where precision == .native:
      self.init(b, x, PanelLayout(columns: columns, depth: depth, transposed: transposed))
    case .double(let x):
      self.init(b, x, PanelLayout(columns: columns, depth: depth, transposed: transposed))
    default: return nil
    }
  }

  private init?<N: ProductNumber>(_ tensor: Tensor, _ x: Buffer<N>, _ layout: PanelLayout<N>) {
    let packed = layout.panels(of: x)
    guard let held = try? Tensor(layout.unpacked(packed), shape: tensor.shape) else { return nil }
    self.held = held
    panels = N.wrap(wide: packed)
  }
}
