/// A page in one file, which needs no network.
package enum HTMLDocument {
  /// - Parameters:
  ///   - colours: the schemes that the style has: `light`, or `light dark`.
  ///   - body: what stands in it, as HTML.
  package static func text(
    title: String, colours: String = "light dark", style: String, body: String
  ) -> String {
    """
    <!doctype html>
    <!-- Written by wonnx-conform. -->
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="\(colours)">
    <title>\(Markup.escaped(title))</title>
    <style>
    \(style)
    </style>
    </head>
    <body>
    \(body)
    </body>
    </html>

    """
  }
}
