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
    (
      "Tests/Quotient.comp",
      """
      void main() {
        uint i = invocation();
        if (i >= p.count) return;
        store_y(i, load_x0(i) / load_x1(i));
      }
      """
    ),
    (
      "Tests/Root.comp",
      """
      void main() {
        uint i = invocation();
        if (i >= p.count) return;
        store_y(i, sqrt(load_x0(i)));
      }
      """
    ),
    (
      "Tests/VectorQuotient.comp",
      """
      void main() {
        uint i = invocation();
        if (i >= p.count) return;
        vec4 q = sqrt(vec4(load_x0(i)) / vec4(3.0, 4.0, 5.0, 6.0));
        store_y(i, ((q.x + q.y) + q.z) + q.w);
      }
      """
    ),
    (
      "Tests/InverseRoot.comp",
      """
      void main() {
        uint i = invocation();
        if (i >= p.count) return;
        store_y(i, inversesqrt(load_x0(i)));
      }
      """
    ),
    (
      "Tests/Length.comp",
      """
      void main() {
        uint i = invocation();
        if (i >= p.count) return;
        store_y(i, length(vec2(load_x0(i))));
      }
      """
    ),
    (
      "Tests/Remainder.comp",
      """
      void main() {
        uint i = invocation();
        if (i >= p.count) return;
        store_y(i, mod(load_x0(i), 3.0));
      }
      """
    ),
    (
      "Tests/Half.comp",
      """
      void main() {
        uint i = invocation();
        if (i >= p.count) return;
        store_y(i, float(float16_t(load_x0(i)) / 3.0hf));
      }
      """
    ),
  ]
}
