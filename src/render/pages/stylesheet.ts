// The one style sheet of the pages. A file of its own, for their policy allows no style within them.

/** Colours and fonts, for pages and for feeds that are opened in a browser. */
export const palette = `:root {
  color-scheme: light dark;
  --paper: #fcfbf8; --tint: #f4f1ea; --line: #e2ddd2; --ink: #201f1c; --quiet: #69655c; --accent: #96311f; --mark: #fbe9a9;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Hiragino Sans GB", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif;
  --serif: Charter, Georgia, "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "Noto Sans CJK SC", "Microsoft YaHei", serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "Noto Sans Mono CJK SC", monospace;
}
:root:lang(zh-TW), :root:lang(zh-HK), :root:lang(zh-Hant) {
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "PingFang TC", "Noto Sans CJK TC", "Source Han Sans TC", "Microsoft JhengHei", sans-serif;
  --serif: Charter, Georgia, "Noto Serif CJK TC", "Source Han Serif TC", "Songti TC", "Noto Sans CJK TC", "Microsoft JhengHei", serif;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #171715; --tint: #21201d; --line: #37342e; --ink: #e7e3da; --quiet: #a39d90; --accent: #eb9a85; --mark: #5a4a12; }
}`

export const stylesheet = `${palette}
:lang(ja) { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Hiragino Sans", "Noto Sans CJK JP", "Yu Gothic", sans-serif; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0 auto; max-width: 74rem; padding: 0 1.25rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.65 var(--sans); text-autospace: normal; text-spacing-trim: trim-start; line-break: strict; overflow-wrap: break-word;
}
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: .2em; text-decoration-thickness: 1px; }
a:hover { color: var(--accent); text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
h1, h2, h3, p, ul, ol, dl, dd { margin: 0; }
h1, h2, h3 { line-height: 1.35; text-wrap: balance; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.skip { position: absolute; left: -100vw; padding: .5rem 1rem; background: var(--paper); }
.skip:focus { left: 1rem; top: .5rem; }

.masthead {
  display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: .5rem 2rem;
  margin-bottom: 2rem; padding: 1.75rem 0 1rem; border-bottom: 3px double var(--line);
}
.masthead .search { flex: 0 1 22rem; min-width: 14rem; flex-wrap: nowrap; align-self: center; }
.search .button { min-width: 0; flex: none; }
.masthead-title { font: 600 1.6rem/1.2 var(--serif); letter-spacing: .01em; text-decoration: none; }
.masthead nav { display: flex; gap: 1.5rem; font-size: .9rem; }
.masthead nav a { display: inline-block; padding: .4rem 0; color: var(--quiet); text-decoration: none; }
.masthead nav a:hover { color: var(--accent); }
.foot { margin-top: 4rem; padding: 1.25rem 0 2.5rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .85rem; }
.foot { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .5rem 2rem; }
.foot p { padding: .25rem 0; }
.foot > p { display: flex; flex-wrap: wrap; gap: 0 1.25rem; }
.foot > p a { display: inline-block; padding: .15rem 0; }

.search { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
.search input, .search select {
  min-width: 0; max-width: 100%; padding: .4rem .75rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--paper); color: var(--ink); font: inherit; font-size: 1rem;
}
.search input[type="search"] { flex: 1 1 11rem; }
button.button { font-family: inherit; line-height: inherit; cursor: pointer; }

.heading { margin-bottom: 1.75rem; }
.heading h1 { overflow-wrap: anywhere; font: 600 clamp(1.6rem, 1.2rem + 1.8vw, 2.3rem)/1.3 var(--serif); }
.kicker { margin-bottom: .3rem; color: var(--quiet); font-size: .9rem; }
.icon { display: inline-block; width: 1.25em; height: 1.25em; margin-inline-end: .4em; font-size: .9em; line-height: 1.25; text-align: center; vertical-align: -.1em; object-fit: contain; }
.heading .byline { margin-top: .6rem; }
.heading .search { max-width: 30rem; margin-top: 1.1rem; }
.lead { max-width: 42rem; margin: .5rem 0 1.5rem; color: var(--quiet); font-size: 1.05rem; }
.hint { color: var(--quiet); font-size: .9rem; }
.count, .categories small { color: var(--quiet); font-size: .8em; font-variant-numeric: tabular-nums; }
.byline { display: flex; flex-wrap: wrap; gap: .1rem .9rem; margin-top: .4rem; color: var(--quiet); font-size: .85rem; font-variant-numeric: tabular-nums; }
main h2 { margin-bottom: .75rem; color: var(--quiet); font-size: .85rem; font-weight: 600; letter-spacing: .08em; text-transform: uppercase; }
.button {
  display: inline-block; min-width: 6.5rem; padding: .35rem .9rem; border: 1px solid var(--line); border-radius: 99px; color: var(--accent);
  font-size: .9rem; text-align: center; text-decoration: none; background: var(--paper);
}
.button:hover { border-color: currentColor; }
.notice { max-width: 42rem; margin: 0 auto; padding: 1.5rem 1.6rem 1.75rem; border-radius: .5rem; background: var(--tint); }
.notice .heading { margin-bottom: 0; }
.notice > * + * { margin-top: 1.1rem; }
.notice blockquote { margin-inline: 0; margin-bottom: 0; padding-inline-start: 1rem; border-inline-start: 3px solid var(--line); font-family: var(--serif); font-size: 1.1rem; }
.paging { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .75rem 1.5rem; margin-top: 1.5rem; }
.paging a { display: inline-block; padding: .4rem 0; color: var(--accent); }
.paging .newer { margin-inline-start: auto; }

.entries { max-width: 48rem; padding: 0; list-style: none; overflow-wrap: anywhere; }
.entries li { padding: 1.1rem 0; border-top: 1px solid var(--line); }
.entries h3, .titles h2 { font-size: 1.12rem; font-weight: 600; }
.entries h3 a, .titles h2 a { text-decoration: none; }
.entries h3 a:visited, .titles h2 a:visited { color: var(--quiet); }
.entries h3 a:hover, .titles h2 a:hover { color: var(--accent); }
.titles li { padding: .7rem 0; }
.titles h2 { margin: 0; color: inherit; font-size: 1.02rem; letter-spacing: 0; text-transform: none; }
.titles .byline { margin-top: .15rem; }
mark { padding: 0 .1em; border-radius: .15em; background: var(--mark); color: var(--ink); }
.search label { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; }
.search + .hint { margin-top: .4rem; }
.found { margin-top: 2rem; }
.found .ways { align-items: baseline; margin-top: 1.5rem; }
.found .lead { color: var(--accent); }
details > summary { padding: .35rem 0; cursor: pointer; }
.excerpt { margin-top: .3rem; color: var(--quiet); font-size: .95rem; text-wrap: pretty; }

.feeds { margin-bottom: 2.5rem; padding: 1.1rem 1.25rem 1.25rem; border-radius: .5rem; background: var(--tint); }
.feeds dl { display: grid; gap: .6rem; margin-top: .8rem; }
.feeds dl div { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem .9rem; }
.feeds dd { flex: 1 1 16rem; min-width: 0; }
.address { font: .82rem/1.5 var(--mono); overflow-wrap: anywhere; -webkit-user-select: all; user-select: all; cursor: copy; }

.categories ul, .categories ol { padding: 0; list-style: none; }
.categories li { display: flex; gap: .45em; align-items: baseline; break-inside: avoid; }
.categories li a { display: inline-block; padding: .2rem 0; text-decoration: none; }
.shelf { margin-bottom: 1.5rem; }
.shelf h3 { margin-bottom: .35rem; padding-bottom: .2rem; border-bottom: 1px solid var(--line); font-size: .95rem; }
.busiest { margin-bottom: 2.5rem; }
.busiest ol { columns: 9.5rem; column-gap: 1.5rem; }
.categories.near { margin: 1rem 0; }
.near h3 { color: var(--quiet); font-size: .85rem; }
.near ul { display: flex; flex-wrap: wrap; gap: 0 1.5rem; }
.many .shelf ul { columns: 13rem; column-gap: 2rem; }
.many .shelf h3 { color: var(--accent); font-family: var(--serif); }
.letters { display: flex; flex-wrap: wrap; gap: .15rem; margin: 0 -.5rem 1.25rem; }
.letters a { min-width: 2.2rem; padding: .35rem .5rem; border-radius: .3rem; text-align: center; text-decoration: none; }
.letters a:hover { background: var(--tint); }
.beside aside { margin-top: 3rem; }
@media (min-width: 62rem) {
  .beside { display: grid; grid-template-columns: minmax(0, 1fr) 22rem; gap: 4rem; align-items: start; }
  .beside aside { margin-top: 0; }
  .beside > .feeds { grid-column: 2; grid-row: 1; }
  .beside > .newest { grid-column: 1; grid-row: 1; }
}

.column { max-width: 48rem; margin: 0 auto; }
.entry, .entry .heading { max-width: 42rem; }
.entry { margin: 0 auto; }
.content { font-size: 1.08rem; line-height: 1.8; overflow-wrap: anywhere; }
.content > * + *, .content p + p, .content + .content { margin-top: 1.1em; }
.content:lang(zh), .content:lang(ja) { line-height: 1.95; }
.content h1, .content h2, .content h3, .content h4 { margin: 1.8em 0 .6em; color: inherit; font-size: 1.15em; font-weight: 600; letter-spacing: 0; text-transform: none; text-align: start; }
.summary { white-space: pre-line; }
.content img, .content video { max-width: 100%; height: auto; border-radius: .25rem; }
.content figure { margin: 1.5em 0; }
.content figcaption { color: var(--quiet); font-size: .85em; }
.content blockquote { margin: 1.2em 0; padding-inline-start: 1.1em; border-inline-start: 3px solid var(--line); color: var(--quiet); }
.content pre { padding: .9em 1.1em; border-radius: .4rem; background: var(--tint); font: .85em/1.6 var(--mono); overflow-x: auto; text-align: start; }
.content table { display: block; max-width: 100%; border-collapse: collapse; overflow-x: auto; font-size: .9em; text-align: start; }
.content table { overflow-wrap: normal; }
.content th, .content td { min-width: 4.5em; padding: .35em .7em; border: 1px solid var(--line); vertical-align: top; }
.content ul, .content ol { padding-inline-start: 1.6em; }
.content dd { margin-inline-start: 1.6em; }
.content hr { margin: 2em auto; width: 6em; border: 0; border-top: 1px solid var(--line); }
.content code, .content kbd { font-family: var(--mono); font-size: .9em; }
.content pre code { font-size: inherit; }
.content summary { padding: .2rem 0; cursor: pointer; }
.content a { text-decoration-color: var(--accent); }
.attachments, .related { margin-top: 2rem; }
.attachments ul, .related ul { padding: 0; list-style: none; }
.related li + li { margin-top: .7rem; }
.related .byline { margin: .15rem 0 0; }
.attachments audio, .attachments video { display: block; width: 100%; margin-bottom: .3rem; }
.entry-foot { display: grid; gap: 1.1rem; margin-top: 2.5rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
.host { margin-inline-start: .9rem; color: var(--quiet); font-size: .85rem; }
.tags { display: flex; flex-wrap: wrap; align-items: baseline; gap: .4rem .6rem; color: var(--quiet); font-size: .85rem; }
.tags span { padding: .1rem .65rem; border-radius: 99px; background: var(--tint); color: var(--ink); }
.ways { display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; font-size: .95rem; }
.ways a { display: inline-block; padding: .2rem 0; }
@media print {
  .masthead nav, .feeds, .ways, .paging, .skip { display: none; }
  body { background: #fff; color: #000; }
}
`
