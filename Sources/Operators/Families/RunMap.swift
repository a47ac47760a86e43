/// A function of elements that is applied where they lie, run by run: what an activation is to the
/// operator before it.
struct RunMap: Sendable {
  let single: @Sendable (UnsafeMutablePointer<Float>, _ count: Int) -> Void
  let double: @Sendable (UnsafeMutablePointer<Double>, _ count: Int) -> Void

  init<F: ElementFunction, D: ElementFunction>(_ single: F, _ double: D)
  where F.X == Float, F.Y == Float, D.X == Double, D.Y == Double {
    self.single = { single.fill($0, UnsafePointer($0), $1) }
    self.double = { double.fill($0, UnsafePointer($0), $1) }
  }
}
