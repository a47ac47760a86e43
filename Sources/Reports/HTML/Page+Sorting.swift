extension Page {
  /// Tables that sort by a column: `name` is the part of the address that says by which.
  static let sorting = #"""
    const sortKey = value => [value.replace(/^-/, ""), value.startsWith("-")];
    const sortHead = (name, value, key, label, cell = "") => {
      const [current, isDown] = sortKey(value);
      const isOn = current === key;
      return `<th class="${cell}" aria-sort="${isOn ? isDown ? "descending" : "ascending" : "none"}">
        <button class="sort" data-sort="${name}" data-key="${key}">${label}<span
        aria-hidden="true">${isOn ? isDown ? " ▾" : " ▴" : ""}</span></button></th>`;
    };
    // Nothing sorts last, either way.
    const sortedBy = (list, value, keys) => {
      const [key, isDown] = sortKey(value);
      const of = keys[key];
      if (!of) return list;
      return list.map((item, i) => [of(item), i, item]).sort((a, b) => {
        if (a[0] === null || b[0] === null) return (a[0] === null) - (b[0] === null) || a[1] - b[1];
        const order = a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
        return (isDown ? -order : order) || a[1] - b[1];
      }).map(entry => entry[2]);
    };
    // Numbers begin with the largest, words with the first.
    const nextSort = (value, key, isNumber) => {
      const [current, isDown] = sortKey(value);
      return current === key ? (isDown ? key : `-${key}`) : isNumber ? `-${key}` : key;
    };
    """#
}
