/// The shaders of this test target.
enum TestShaders {
  static let files: [(path: String, text: String)] = [
    (
      "Tests/Copy.comp",
      """
      void main() {
        uint i = invocation();
        if (i >= p.count) return;
        store_y(i, load_x0(i));
      }
      """
    ),
    (
      "Tests/Cancel.comp",
      """
      void main() {
        uint i = invocation();
        if (i >= p.count) return;
        store_y(i, (load_x0(i) + load_x1(i)) - load_x1(i));
      }
      """
    ),
    (
      "Tests/Index.comp",
      """
      void main() {
        uint i = invocation();
        if (i >= p.count) return;
        store_y(i, i);
      }
      """
    ),
    (
      "Tests/Table.comp",
      """
      void main() {
        uint i = invocation();
        if (i >= p.count) return;
        store_y(i, load_x0(i) * p.scale + p.table[i] + float(p.half_ + double(p.shift)));
      }
      """
    ),
    (
      "Tests/Broken.comp",
      """
      void main() {
        store_y(0u, undeclared);
      }
      """
    ),
    (
      "Tests/Wide.comp",
      """
      void main() {
        uint i = invocation();
        if (i >= p.count) return;
        store4_y(i, load4_x(i) + vec4(load_x(4u * i)));
      }
      """
    ),
  ]
}
