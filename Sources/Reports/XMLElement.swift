/// An element of an XML file, with its attributes in the order in which they are given.
struct XMLElement {
  let name: String
  var attributes: [(name: String, value: String)]
  var text: String
  var children: [XMLElement]

  init(
    _ name: String, _ attributes: [(name: String, value: String)] = [], text: String = "",
    children: [XMLElement] = []
  ) {
    self.name = name
    self.attributes = attributes
    self.text = text
    self.children = children
  }

  /// The file with this element as its root.
  var file: String {
    var file = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    write(to: &file, indentation: "")
    return file
  }

  private func write(to file: inout String, indentation: String) {
    file += "\(indentation)<\(name)"
    for attribute in attributes {
      file += " \(attribute.name)=\"\(Markup.attribute(attribute.value))\""
    }
    guard !text.isEmpty || !children.isEmpty else {
      file += "/>\n"
      return
    }
    file += ">\(Markup.text(text))"
    if !children.isEmpty { file += "\n" }
    for child in children { child.write(to: &file, indentation: indentation + "  ") }
    file += "\(children.isEmpty ? "" : indentation)</\(name)>\n"
  }
}
