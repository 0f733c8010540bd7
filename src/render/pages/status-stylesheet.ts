// What only the operator's pages need, besides the style sheet of the site.

export const statusStylesheet = `:root {
  --good: #2c6e49; --calm: #8f8a80; --warn: #8a5a00; --bad: #b3261e; --fresh: #2a6496; --wash: #ece7dc;
}
@media (prefers-color-scheme: dark) {
  :root { --good: #7cc49a; --calm: #7d776b; --warn: #e0b252; --bad: #ff8a80; --fresh: #82b9e6; --wash: #2b2925; }
}
.status section, .status > [data-live] { margin-bottom: 2.25rem; }
.status [hidden] { display: none; }
.live { color: var(--quiet); font-size: .85rem; min-height: 1.3rem; }
.verdict { font: 600 1.15rem/1.4 var(--serif); }
.verdict.is-well { color: var(--good); }
.verdict.is-wrong { color: var(--bad); }
.warning { margin: .4rem 0; color: var(--warn); font-weight: 600; }
.flash { margin: 0 0 1.25rem; padding: .7rem 1rem; border-inline-start: 3px solid var(--good); background: var(--tint); }
.healths { display: flex; flex-wrap: wrap; gap: .4rem 1.1rem; margin: .7rem 0; padding: 0; list-style: none; font-variant-numeric: tabular-nums; }
.healths a { display: inline-block; padding: .2rem 0; text-decoration: none; }
.badge { display: inline-block; padding: 0 .55rem; border: 1px solid currentColor; border-radius: 99px; font-size: .8rem; line-height: 1.5; white-space: nowrap; }
.h-gone, .h-failing { color: var(--bad); }
.h-throttled, .h-gap, .h-drifting, .h-moved { color: var(--warn); }
.h-paused, .h-never-polled { color: var(--quiet); }
.h-ok { color: var(--good); }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(9.5rem, 40%), 1fr)); gap: .8rem 1.25rem; margin: 1rem 0 1.25rem; }
.figures div:has(.address) { grid-column: 1 / -1; }
.figures dt { color: var(--quiet); font-size: .8rem; }
.figures dd { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.chart { margin: 0 0 1rem; max-width: 100%; }
.chart svg { display: block; max-width: 100%; height: auto; }
.chart figcaption { display: flex; flex-wrap: wrap; gap: .1rem .9rem; margin-top: .35rem; color: var(--quiet); font-size: .8rem; }
.tail { display: block; max-width: 100%; }
.o-changed { fill: var(--good); --key: var(--good); }
.o-unchanged { fill: var(--calm); --key: var(--calm); }
.o-throttled { fill: var(--warn); --key: var(--warn); }
.o-failed, .o-gone { fill: var(--bad); --key: var(--bad); }
.o-new { fill: var(--fresh); --key: var(--fresh); }
.o-none { fill: var(--wash); }
.key::before { content: ""; display: inline-block; width: .6rem; height: .6rem; margin-inline-end: .35rem; border-radius: 2px; background: var(--key); }
.troubles, .incidents { padding: 0; list-style: none; }
.troubles li, .incidents li { padding: .55rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.incidents time { color: var(--quiet); font-size: .85rem; }
.trouble { margin-top: .2rem; color: var(--quiet); font-size: .9rem; overflow-wrap: anywhere; }
.filter { margin-bottom: .9rem; }
.filter label, .actions label { display: inline-flex; align-items: center; gap: .4rem; font-size: .9rem; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem 1.5rem; align-items: center; }
.actions form { display: flex; flex-wrap: wrap; gap: .5rem .8rem; align-items: center; }
.status input[type="checkbox"] { width: 1.15rem; height: 1.15rem; accent-color: var(--accent); }
.status table { width: 100%; border-collapse: collapse; font-size: .9rem; }
.status th, .status td { padding: .45rem .8rem .45rem 0; border-top: 1px solid var(--line); text-align: start; vertical-align: top; overflow-wrap: anywhere; }
.status th { font-weight: 600; }
.status thead th { border-top: 0; color: var(--quiet); font-size: .8rem; white-space: nowrap; }
.status thead a { display: inline-block; padding: .2rem 0; }
.status .number { padding-inline-end: 1.6rem; text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
.sources .count { display: block; font-weight: 400; }
.sources tbody th { min-width: 9rem; }
.paging span { align-self: center; color: var(--quiet); font-size: .9rem; }
.config { margin: .6rem 0 0; padding: .9rem 1.1rem; border-radius: .4rem; background: var(--tint); font: .85rem/1.6 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; }
.told th { width: 11rem; font-weight: 400; color: var(--quiet); }
.told p { margin: 0 0 .2rem; }
.told code, .status code { overflow-wrap: anywhere; font-size: .85em; }
.s-published { color: var(--good); }
.s-pending, .s-hidden { color: var(--warn); }
.s-expired, .s-retracted, .s-pruned { color: var(--bad); }
.explained { margin-top: 3rem; padding-top: 1.5rem; border-top: 3px double var(--line); font-size: .95rem; }
.change { margin: .2rem 0 .5rem; padding-inline-start: .9rem; border-inline-start: 2px solid var(--line); color: var(--quiet); overflow-wrap: anywhere; }
.change del { color: var(--bad); }
.change ins { color: var(--good); }
.status summary { padding: .3rem 0; cursor: pointer; color: var(--quiet); }
@media (min-width: 62rem) {
  .pair { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 3rem; }
}
@media (max-width: 47.99rem) {
  .sources thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .sources, .sources tbody, .sources tr, .sources th, .sources td { display: block; }
  .sources tr { padding: .7rem 0; border-top: 1px solid var(--line); }
  .sources th, .sources td { padding: .1rem 0; border: 0; }
  .sources td { display: flex; flex-wrap: wrap; gap: .1rem .6rem; }
  .sources td:empty { display: none; }
  .sources td::before { content: attr(data-label); min-width: 7.5rem; color: var(--quiet); font-size: .8rem; }
  .sources .number { text-align: start; white-space: normal; }
}
`
