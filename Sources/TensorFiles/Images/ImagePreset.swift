import Operators

/// What frameworks do to pictures before their models see them.
package enum ImagePreset: String, Sendable, CaseIterable {
  /// torchvision's: the middle 224 of 256, `(x / 255 - mean) / std` of ImageNet's colours.
  case imagenet
  /// Caffe's: blue first, less ImageNet's mean, in 0...255.
  case imagenetCaffe = "imagenet-caffe"
  /// TensorFlow's for Inception: the middle 299 of 342, -1...1.
  case inception
  /// TensorFlow's for MobileNet: the middle 224 of 256, -1...1.
  case mobilenet
  /// The whole picture, 0...1.
  case unit
  /// The whole picture, 0...255.
  case raw

  var scale: PixelScale {
    switch self {
    case .imagenet:
      PixelScale(divisor: 255, mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])
    case .imagenetCaffe: PixelScale(divisor: 1, mean: [103.939, 116.779, 123.68], deviation: [1])
    case .inception, .mobilenet: PixelScale(divisor: 127.5, mean: [1], deviation: [1])
    case .unit: PixelScale(divisor: 255, mean: [0], deviation: [1])
    case .raw: PixelScale()
    }
  }

  var colours: PixelFormat { self == .imagenetCaffe ? .bgr : .rgb }

  /// The size where nobody says one; `nil` keeps the picture's.
  var size: Int? {
    switch self {
    case .imagenet, .imagenetCaffe, .mobilenet: 224
    case .inception: 299
    case .unit, .raw: nil
    }
  }

  var fit: ImagePreparation.Fit { size == nil ? .exact : .crop }
}

/// `(x / divisor - mean) / deviation` of a channel's byte `x`, in float32; one number is for all
/// channels.
struct PixelScale: Sendable, Equatable {
  var divisor = 1.0
  var mean = [0.0]
  var deviation = [1.0]

  /// Whether bytes stay what they are.
  var isIdentity: Bool { self == PixelScale() }

  func value(_ byte: UInt8, channel: Int) -> Float {
    let (mean, deviation) = (mean[channel % mean.count], deviation[channel % deviation.count])
    return (Float(byte) / Float(divisor) - Float(mean)) / Float(deviation)
  }
}
