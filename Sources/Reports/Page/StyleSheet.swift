/// The style sheet of the page, for screens of all widths and for paper.
package enum StyleSheet {
  /// The text of the style sheet (CSS).
  package static let text = """
    :root {
      --ground: #ffffff; --ink: #1f2328; --faint: #59636e; --line: #d9dee4; --tint: #f5f6f8;
      --accent: #0a66b0; --warning: #fff4dd; --warning-line: #e69f00;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root {
        --ground: #15181c; --ink: #e4e7eb; --faint: #9aa4af; --line: #343a42; --tint: #1d2126;
        --accent: #6cb6ff; --warning: #33290f; --warning-line: #c98a00;
      }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; }
    body {
      margin: 0; background: var(--ground); color: var(--ink);
      font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
    }
    main, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.5rem; }
    header { padding-top: 2.5rem; }
    h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem; overflow-wrap: anywhere; }
    h2 { font-size: 1.2rem; margin: 3rem 0 .75rem; padding-top: .9rem; border-top: 1px solid var(--line); }
    p { max-width: 44rem; margin: 0 0 .75rem; overflow-wrap: anywhere; }
    .summary { font-size: 1.1rem; }
    .warning { padding: .6rem .9rem; background: var(--warning); border-left: 4px solid var(--warning-line); }
    nav { font-size: .9rem; color: var(--faint); margin-top: 1.25rem; }
    nav ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; }
    nav li { margin: 0; max-width: none; }
    nav a { color: var(--accent); }
    figure { margin: 1rem 0 2rem; }
    figcaption { color: var(--faint); font-size: .9rem; margin-top: .6rem; max-width: 44rem; }
    .picture { border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
    .picture svg { display: block; width: 100%; height: auto; }
    .spots rect { width: var(--side); height: var(--side); fill: none; stroke-width: var(--border); pointer-events: all; }
    .spots rect:hover { stroke: var(--ink); }
    .empty { fill: var(--ground); }
    .enlarge, .close { font: inherit; color: var(--accent); background: none; border: 0; padding: 0; text-decoration: underline; cursor: pointer; }
    .enlarge { display: none; }
    .scripted .enlarge { display: inline; }
    .scripted .place { cursor: zoom-in; }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
    dialog { width: calc(100vw - 3rem); max-width: none; height: calc(100vh - 3rem); max-height: none; padding: 0; border: 1px solid var(--line); border-radius: 8px; background: var(--ground); color: var(--ink); overflow: hidden; }
    dialog::backdrop { background: rgb(0 0 0 / .6); }
    .room { width: 100%; height: 100%; overflow: auto; overscroll-behavior: contain; }
    .room:focus-visible { outline-offset: -3px; }
    .room .picture { width: max(100%, var(--full)); border: 0; border-radius: 0; }
    .close { position: absolute; top: .75rem; right: 1.5rem; padding: .35rem .9rem; border-radius: 999px; background: var(--ink); color: var(--ground); text-decoration: none; font-size: .9rem; }
    .scroll { overflow-x: auto; margin: 1rem 0 1.5rem; }
    table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
    caption { text-align: left; font-weight: 600; padding-bottom: .4rem; }
    th, td { padding: .4rem .9rem .4rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
    thead th { font-size: .85rem; font-weight: 600; color: var(--faint); vertical-align: bottom; }
    tbody th { font-weight: 400; }
    small { display: block; font-size: .78rem; font-weight: 400; color: var(--faint); }
    .scores tbody th, .scores td, .clusters th, .clusters td { white-space: nowrap; }
    .scores td, .scores thead th + th, .clusters td:nth-child(-n+3), .clusters thead th:nth-child(2), .clusters thead th:nth-child(3) { text-align: right; }
    .scores tbody tr:first-child { background: var(--tint); }
    .scores tbody th { padding-left: .6rem; }
    .texts tbody th { width: 38%; }
    .texts th, .texts td { overflow-wrap: anywhere; }
    .texts td:not(:last-child) { white-space: nowrap; }
    code { font: .88em ui-monospace, "DejaVu Sans Mono", monospace; }
    .pairs th:nth-child(-n+2), .pairs td:nth-child(-n+2) { overflow-wrap: anywhere; }
    .pairs th:nth-child(-n+2), .pairs td:nth-child(-n+2) { min-width: 9rem; }
    .pairs thead th:nth-child(n+3) { white-space: nowrap; }
    .pairs a { color: inherit; text-decoration-color: var(--line); }
    li { max-width: 44rem; margin-bottom: .4rem; }
    .pairs th:last-child, .pairs td:last-child { white-space: nowrap; overflow-wrap: normal; text-align: right; }
    .pairs th[scope="row"] { width: 38%; }
    .sight img { border-radius: 4px; vertical-align: top; height: 4.5rem; max-width: 9rem; object-fit: cover; }
    .pairs .sight { display: block; margin-bottom: .2rem; }
    .groups td:nth-child(2) { min-width: 15rem; }
    .groups td:nth-child(3) { text-align: right; }
    .groups td:nth-child(4) { overflow-wrap: anywhere; min-width: 14rem; }
    .groups p { font-weight: 600; margin: 0 0 .3rem; }
    .groups a { color: inherit; text-decoration-color: var(--line); }
    .clusters { width: auto; }
    .clusters th, .clusters td { padding-right: 2rem; }
    .swatch { display: inline-block; width: .8em; height: .8em; margin-right: .6em; border-radius: 50%; box-shadow: 0 0 0 1px var(--line); print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    summary { cursor: pointer; }
    footer { color: var(--faint); font-size: .85rem; padding-top: 2rem; padding-bottom: 3rem; }
    @media (max-width: 40rem) {
      main, footer { padding-left: 1rem; padding-right: 1rem; }
      header { padding-top: 1.5rem; }
      h1 { font-size: 1.5rem; }
      .summary { font-size: 1rem; }
      .texts tbody th { width: 45%; }
      .stacked thead { display: none; }
      .stacked caption, .stacked, .stacked tbody, .stacked tr, .stacked th, .stacked td { display: block; min-width: 0; }
      .stacked tr { border-bottom: 1px solid var(--line); padding: .5rem 0; }
      .stacked th[scope="row"], .stacked td, .stacked td:last-child { border: 0; padding: .1rem 0; text-align: left; width: auto; }
      .stacked td:empty { display: none; }
      .pairs [data-column]::before, .groups td:nth-child(3)::before {
        content: attr(data-column) ": "; color: var(--faint); font-size: .85rem;
      }
    }
    @media print {
      :root { --ground: #ffffff; --ink: #000000; --faint: #444444; --line: #cccccc; --tint: #ffffff; }
      body { font-size: 10pt; }
      main, footer { max-width: none; padding: 0; }
      h2 { break-after: avoid; margin-top: 1.5rem; }
      figure, tr, .scores { break-inside: avoid; }
      .scripted .enlarge, nav { display: none; }
      .scroll { overflow: visible; }
      .picture svg { max-height: 10cm; }
      caption, h3, h4 { break-after: avoid; }
      /* Nothing unfolds on paper: what is short is open, and lists of hundreds stay as they are. */
      summary { list-style: none; }
      summary::-webkit-details-marker { display: none; }
      details:has(> ul)::details-content, details:has(> [aria-label="Settings"])::details-content { content-visibility: visible; block-size: auto; }
    }
    """
}
