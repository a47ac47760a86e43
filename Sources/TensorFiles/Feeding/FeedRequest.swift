import Graphs
import Harness
package import Runtimes
package import Tensors

/// What the command line says of a model's inputs.
package struct FeedRequest: Sendable {
  /// Each `name=spec`, or a spec alone for a model with one input.
  package var inputs: [String] = []
  /// Folders and files with values of several inputs.
  package var data: [String] = []
  /// Extents of symbolic dimensions.
  package var extents: [String: Int] = [:]
  /// The seed that draws what is not given; `nil` where that is an error.
  package var restSeed: UInt64?
  /// How images are prepared; `nil` where nobody says, so that a note does.
  package var images: ImagePreparation?
  /// Names of inputs that start empty where nobody gives them: zeros, with no element along what is
  /// left open, as a decoder's cache before the first token.
  package var startingEmpty: Set<String> = []

  package init() {}

  /// Values of inputs, one each, in order; `nil` takes a default.
  package struct Feeding: Sendable {
    package var values: [Value?]
    /// What was done that nobody asked for, a sentence each without its full stop.
    package var notes: [String]
  }

  /// - Throws: a sentence for the first option that is wrong, or the first input that is not given.
  package func feeding(_ model: ModelInterface) throws(FeedError) -> Feeding {
    var given: [Int: InputValue.Made] = [:]
    for path in data {
      let bundle = try InputBundle(path, names: model.inputs.map(\.name))
      for (place, value) in try bundle.values(model, of: path) {
        given[place] = try maker(model.inputs[place], extents).fitted(value, from: path)
      }
    }
    var specs: [Int: InputSpec] = [:]
    for option in inputs {
      let (place, text) = try target(of: option, in: model)
      let spec = try InputSpec(text)
      // Several pictures are one value.
      if case .images(let paths) = spec, case .images(let earlier)? = specs[place] {
        specs[place] = .images(earlier + paths)
        continue
      }
      guard specs.updateValue(spec, forKey: place) == nil else {
        throw FeedError("Input '\(model.inputs[place].name.onOneLine)' is given twice.")
      }
    }
    if images != nil, !specs.values.contains(where: \.isImage) {
      throw FeedError("--image says how images become numbers, and no input is given one.")
    }
    var extents = extents
    // What is drawn takes the extents of what is given, so that goes first.
    let places = specs.keys.sorted()
    let isDrawn = { (place: Int) in specs[place]?.isDrawn ?? false }
    let order = places.filter { !isDrawn($0) } + places.filter(isDrawn)
    for (place, made) in given { learn(&extents, model.inputs[place], made.value) }
    for place in order {
      guard let spec = specs[place] else { continue }
      let made = try maker(model.inputs[place], extents).made(spec)
      learn(&extents, model.inputs[place], made.value)
      given[place] = made
    }
    for (place, input) in model.inputs.enumerated()
    where given[place] == nil && !input.hasDefault && input.type?.isOptional != true {
      if startingEmpty.contains(input.name) {
        given[place] = try maker(input, extents).empty()
        continue
      }
      guard let restSeed else { throw missing(input) }
      given[place] = try maker(input, extents).drawn(seed: restSeed)
    }
    return Feeding(
      values: model.inputs.indices.map { given[$0]?.value },
      notes: model.inputs.indices.flatMap { given[$0]?.notes ?? [] })
  }

  private func maker(_ input: ModelInterface.Port, _ extents: [String: Int]) -> InputValue {
    InputValue(input: input, extents: extents, images: images ?? ImagePreparation())
  }

  /// Notes the extents that a value has where the model names them.
  private func learn(
    _ extents: inout [String: Int], _ input: ModelInterface.Port, _ value: Value
  ) {
    guard let dims = input.type?.tensor?.dims, let shape = value.tensor?.shape,
      dims.count == shape.rank
    else { return }
    for (dimension, extent) in zip(dims, shape.dims) {
      if case .symbol(let name) = dimension, extents[name] == nil { extents[name] = extent }
    }
  }

  /// The input that `name=spec` is for, and the spec.
  private func target(
    of option: String, in model: ModelInterface
  ) throws(FeedError) -> (Int, String) {
    // Names and specs may have a '=' in them.
    for mark in option.indices where option[mark] == "=" {
      let name = String(option[..<mark])
      if let place = model.inputs.firstIndex(where: { $0.name == name }) {
        return (place, String(option[option.index(after: mark)...]))
      }
    }
    let required = model.inputs.indices.filter { !model.inputs[$0].hasDefault }
    let isNamed = option.contains("=") && !Files.exists(option)
    if !isNamed, required.count == 1 { return (required[0], option) }
    let names = model.inputs.map(\.name)
    let list = names.map { "'\($0.onOneLine)'" }.joined(separator: ", ")
    guard isNamed, let name = option.split(separator: "=").first.map(String.init) else {
      throw FeedError(
        "'\(option)' is for no input: the model has \(names.count), so that it has to be name=value, "
          + "with one of \(list).")
    }
    let nearest = NearestNames.of(name, among: names, limit: 1).first
    throw FeedError(
      "The model has no input '\(name)'; it has \(names.isEmpty ? "none" : list)"
        + (nearest.map { ": did you mean '\($0.onOneLine)'?" } ?? "."))
  }

  private func missing(_ input: ModelInterface.Port) -> FeedError {
    let type = input.type?.sentence ?? "of a type that the model does not say"
    return FeedError(
      """
      Input '\(input.name.onOneLine)' (\(type)) is not given. Give it by one of
        --input '\(input.name.onOneLine)=FILE'       \(TensorFormat.readable), or numbers: 1,2,3
        --input '\(input.name.onOneLine)=random(7)'  or zeros, ones, random(7, -1, 1)
        --data FOLDER               a test data set, or an .npz, .h5 or .json file with all inputs
      or have all that is not given drawn by --random-rest.
      """)
  }
}

extension InputSpec {
  fileprivate var isImage: Bool { if case .images = self { true } else { false } }

  /// Whether the value takes its extents from the model's declaration alone.
  fileprivate var isDrawn: Bool {
    switch self {
    case .random, .constant: true
    case .lines, .images, .file, .words: false
    }
  }
}
