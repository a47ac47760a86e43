package import Tensors

/// A recipe for a value: its shape and where its elements come from.
package struct Draw: Sendable {
  /// Where elements come from. Numbers are rounded to the type that they are put into.
  package enum Content: Sendable {
    /// About the normal distribution, of this standard deviation; integers are small and, where the
    /// type has a sign, of both signs; booleans are tossed.
    case normal(Double)
    /// Between two numbers; of an integer type whole, both ends included.
    case uniform(ClosedRange<Double>)
    /// These, over and over.
    case list([Double])
    case words([String])
    /// What the type has of zeros, infinities, NaN, subnormals, ends of its range and halves, and what
    /// is about the normal distribution between them.
    case special
    /// Those at about every fourth place, in no order, and of integer types also numbers that float32 or
    /// float64 round.
    case strewn
    /// Different from each other, in no order, as far as the type has that many numbers.
    case distinct
    /// A sequence of these, or what an optional holds; none is an optional without a value.
    case parts([Draw])
    /// A map's keys and values.
    case entries(keys: [Double], words: [String], values: [Double])
    /// The number of the type drawn for another constraint.
    case computed(@Sendable (Draw.Context) -> Value)
  }

  /// What a computed value may depend on.
  package struct Context: Sendable {
    /// The types drawn, by the constraint's name.
    package let kinds: [String: ValueKind]
    /// The type that the value has to have.
    package let kind: ValueKind

    package init(kinds: [String: ValueKind], kind: ValueKind) {
      self.kinds = kinds
      self.kind = kind
    }
  }

  package var shape: [Int]
  package var content: Content
  /// Whether the model gives the value, so that it is known before a run.
  package private(set) var isConstant = false
  /// A type for an input whose constraint does not decide it.
  package private(set) var kind: ValueKind?
  /// Another constraint that decides its type.
  package private(set) var constraint: String?

  package init(_ content: Content, _ shape: [Int]) {
    self.content = content
    self.shape = shape
  }

  /// About the normal distribution of standard deviation 1.
  package static func normal(_ shape: Int...) -> Self { Self(.normal(1), shape) }
  package static func normal(_ shape: [Int], scale: Double) -> Self { Self(.normal(scale), shape) }
  package static func uniform(_ range: ClosedRange<Double>, _ shape: Int...) -> Self {
    Self(.uniform(range), shape)
  }
  package static func integers(_ range: ClosedRange<Int>, _ shape: Int...) -> Self {
    Self(.uniform(Double(range.lowerBound)...Double(range.upperBound)), shape)
  }
  /// All numbers of a type of 8 bits.
  package static func bytes(_ shape: Int...) -> Self { Self(.uniform(0...255), shape) }
  /// A vector of these.
  package static func list(_ numbers: Double...) -> Self { Self(.list(numbers), [numbers.count]) }
  package static func list(_ numbers: [Double], _ shape: [Int]) -> Self {
    Self(.list(numbers), shape)
  }
  package static func scalar(_ number: Double) -> Self { Self(.list([number]), []) }
  package static func words(_ words: String..., shape: [Int]? = nil) -> Self {
    Self(.words(words), shape ?? [words.count])
  }
  package static func special(_ shape: Int...) -> Self { Self(.special, shape) }
  package static func strewn(_ shape: Int...) -> Self { Self(.strewn, shape) }
  package static func distinct(_ shape: Int...) -> Self { Self(.distinct, shape) }
  package static func sequence(_ parts: Draw...) -> Self { Self(.parts(parts), []) }
  /// An optional; without a value where there is no part.
  package static func optional(_ part: Draw?) -> Self { Self(.parts(part.map { [$0] } ?? []), []) }
  package static func map(_ keys: [Double], words: [String], values: [Double]) -> Self {
    Self(.entries(keys: keys, words: words, values: values), [])
  }
  package static func computed(_ make: @escaping @Sendable (Context) -> Value) -> Self {
    Self(.computed(make), [])
  }

  /// The same as an initializer of the model.
  package var constant: Self {
    var draw = self
    draw.isConstant = true
    return draw
  }

  /// The same in this type.
  package func of(_ kind: ValueKind) -> Self {
    var draw = self
    draw.kind = kind
    return draw
  }
  package func of(_ dtype: DType) -> Self { of(.tensor(dtype)) }

  /// The same in the type of another constraint than its input's.
  package func like(_ constraint: String) -> Self {
    var draw = self
    draw.constraint = constraint
    return draw
  }
}
