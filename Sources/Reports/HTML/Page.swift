/// The page's parts that no run changes.
package enum Page {
  static let styles = [style, tableStyle, matrixStyle, columnStyle, chartStyle, printStyle]

  static let scripts = [
    model, vocabulary, columns, search, charts, sorting, sinceView, verdictView, runView,
    unexpectedView, causesView, agreementTools, agreementView, pairView, flakesView, standardView,
    looseView, matrixView, matrixKeys, resultsView, historyView, differenceView, caseAgreement,
    caseView, runtimeTables, runtimeView, bitsView,
    caseCoverageView, mutationView, concurrencyView, state, buttons, router,
  ]

  static let body = """
    <a class="skip" href="#since">Skip to what changed</a>
    <header class="bar">
      <a class="brand" href="#">wonnx-conform</a>
      <span class="suite" id="suite"></span>
      <nav aria-label="Sections">
        <a href="#since">Since</a>
        <a href="#verdict">Verdict</a>
        <a href="#unexpected">Unexpected</a>
        <a href="#causes">Causes</a>
        <a href="#agreement">Agreement <span id="agreementCount"></span></a>
        <a href="#flakes">Flakes</a>
        <a href="#standard">Standard</a>
        <a href="#matrix">Matrix</a>
        <a href="#results">Results</a>
        <a href="#bits">Bits</a>
        <a href="#mutation">Mutation</a>
        <a href="#concurrency">Concurrency</a>
      </nav>
      <form role="search" id="searchForm">
        <label class="hidden" for="search">Search results</label>
        <input id="search" type="search" spellcheck="false" autocomplete="off"
          placeholder="Search: op:Conv status:fail  ( / )">
      </form>
    </header>
    <main id="main">
      <div id="overview">
        <h1 class="hidden" id="title"></h1>
        <section id="since" aria-label="Since the last run" tabindex="-1"></section>
        <section id="verdict" aria-label="Verdict" tabindex="-1"></section>
        <section id="unexpected" aria-label="Not as expected" tabindex="-1"></section>
        <section id="causes" aria-label="Causes" tabindex="-1"></section>
        <section id="agreement" aria-label="Agreement" tabindex="-1"></section>
        <section id="flakes" aria-label="Flakes" tabindex="-1"></section>
        <section id="standard" aria-label="The standard" tabindex="-1"></section>
        <section id="matrix" aria-label="Operators and element types" tabindex="-1"></section>
        <section id="results" aria-label="Results" tabindex="-1"></section>
        <section id="bits" aria-label="Equal bits" tabindex="-1"></section>
        <section id="mutation" aria-label="What the judges notice" tabindex="-1"></section>
        <section id="concurrency" aria-label="Strict concurrency" tabindex="-1"></section>
      </div>
      <div id="case" hidden tabindex="-1"></div>
      <div id="runtime" hidden tabindex="-1"></div>
    </main>
    <p class="hidden" role="status" id="said"></p>
    <footer id="footer"></footer>
    """
}
