/// What became of a foreign runtime between two runs.
enum PeerChange {
  /// A sentence for each of version, files and connection that is another than before.
  static func sentences(
    from before: RunIdentity.Runtime, to after: RunIdentity.Runtime
  ) -> [String] {
    guard let old = before.profile, let new = after.profile else {
      return before.profile == nil && after.profile == nil
        ? [] : ["\(after.name) was \(before.described), and is \(after.described)."]
    }
    var sentences: [String] = []
    let titles = (old.title, new.title)
    if titles.0 != titles.1 {
      let name = old.runtime == new.runtime ? new.version : titles.1
      sentences.append("\(after.name): the peer changed: \(titles.0) → \(name).")
    }
    if let a = old.digest, let b = new.digest, a != b {
      sentences.append(
        "\(after.name): the files that its connection names changed: "
          + "digest \(a.prefix(12)) → \(b.prefix(12)).")
    }
    if old.connection != new.connection {
      sentences.append(
        "\(after.name): it is reached in another way: '\(old.connection)' → '\(new.connection)'.")
    }
    return sentences
  }
}

extension RuntimeProfile {
  /// `onnxruntime 1.32.0`.
  package var title: String { "\(runtime) \(version)" }
}

extension RunIdentity.Runtime {
  /// What it is, with the version that a foreign runtime has.
  package var described: String {
    guard let profile, !identity.contains(profile.version) else { return identity }
    return "\(profile.title), \(identity)"
  }
}
