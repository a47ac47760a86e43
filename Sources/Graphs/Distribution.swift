/// What an operator's random output is drawn from, each element by itself.
package enum Distribution: Sendable {
  case uniform(low: Double, high: Double)
  case normal(mean: Double, scale: Double)
  /// 1 with each probability, else 0.
  case bernoulli([Double])
  /// Numbers of classes: each row of probabilities is drawn from so many times.
  case classes([[Double]], count: Int)
  /// Each number over `1 - ratio`, or with probability `ratio` 0; the second output says which are kept.
  case kept([Double], ratio: Double)
}
