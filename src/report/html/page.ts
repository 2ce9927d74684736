import { shown } from '../sanitize.ts'

/** Text of an element or of a quoted attribute. Source: HTML Living Standard, 13.3, "Escaping a string". */
export const html = (text: string): string => shown(text).replace(/[<>&"']/g, (found) => `&#${found.charCodeAt(0)};`)

/** Prose of an element, in which backticks hold code. */
export const htmlWords = (text: string): string => html(text).replace(/`([^`]+)`/g, '<code>$1</code>')

/** Text of an element that keeps its lines, written as one, so that none begins a command of a CI log. */
export const htmlLines = (text: string): string => text.split('\n').map(html).join('&#10;')

/** Colours keep a contrast of 4.5 to 1 on their ground, in both schemes. Source: WCAG 2.2, 1.4.3. */
const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --ground: #ffffff; --panel: #f4f6f8; --line: #c9d1d9; --good: #116329; --bad: #a40e26; --mark: #0550ae; --bar: #4f8cc9; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #a5afba; --ground: #0d1117; --panel: #161b22; --line: #3d444d; --good: #56d364; --bad: #ff8a80; --mark: #79c0ff; --bar: #3f78b5; } }
@media print { :root { color-scheme: light; --ink: #000; --soft: #444; --ground: #fff; --panel: #fff; --line: #999; --good: #116329; --bad: #a40e26; --mark: #0550ae; --bar: #4f8cc9; } tr, li { break-inside: avoid } h3, h4 { break-after: avoid } .dense { font-size: .72rem } .dense th, .dense td { padding-right: .4rem } td.track.track { min-width: 3rem } .dense td:not([class]), .dense tbody th { min-width: 0 } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1rem; max-width: 62rem; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; -webkit-print-color-adjust: exact; print-color-adjust: exact }
h1 { font-size: 1rem; font-weight: 600; color: var(--soft); margin: 0 0 1rem }
h2 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem }
h3 { font-size: 1.15rem; margin: 2rem 0 .5rem; padding-top: .75rem; border-top: 1px solid var(--line) }
h4 { font-size: 1rem; margin: 1.25rem 0 .25rem }
p { margin: .4rem 0 }
a { color: var(--mark) }
.good { color: var(--good) } .bad { color: var(--bad) } .soft, footer { color: var(--soft) }
.verdict { border-left: .5rem solid; padding: .25rem 0 .25rem 1rem; margin: 0 0 1rem }
.verdict p { color: var(--ink) }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: .95rem; overflow-wrap: normal }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line) }
thead th { color: var(--soft); font-weight: 600 }
tbody th { font-weight: 400 }
.lines th { white-space: nowrap }
td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
td.track { min-width: 8rem; width: 35%; vertical-align: middle; padding-right: 0 }
.dense td.track { width: 6rem; min-width: 6rem } .dense td:not([class]) { min-width: 8rem } .dense tbody th { min-width: 9rem }
.axis { position: relative; display: block; height: 1.1rem }
.axis i { position: absolute; display: block; top: .2rem; height: .7rem; background: var(--bar) }
.axis i.loss { background: var(--bad) }
.axis i.thin { top: .5rem; height: .15rem; background: var(--ink) }
.axis i.point { top: .3rem; width: .5rem; height: .5rem; margin-left: -.25rem; border-radius: 50%; background: var(--ink) }
.axis i.zero, .axis i.even, .axis i.goal { top: -.2rem; height: 1.5rem; width: 0; background: none; border-left: 2px solid var(--soft) }
.axis i.even { border-left-style: dotted } .axis i.goal { border-left-style: dashed; border-left-color: var(--mark) }
ul.findings { list-style: none; padding: 0; margin: 0 } ul.findings li, .task { padding: .6rem 0 } ul.findings li + li, .task + .task { border-top: 1px solid var(--line) }
pre { padding: .4rem; white-space: pre-wrap }
pre, code { font: .85rem/1.45 ui-monospace, monospace; background: var(--panel) }
code { white-space: pre-wrap }
footer { margin-top: 2.5rem; padding-top: .75rem; border-top: 1px solid var(--line); font-size: .85rem }
@media (max-width: 34rem) { body { padding: .75rem } h2 { font-size: 1.3rem } .lines thead { display: none } .lines tr { display: block; padding: .35rem 0; border-bottom: 1px solid var(--line) } .lines th, .lines td { display: inline; border: 0; padding: 0 .4rem 0 0 } .lines td:last-child { display: block } .broad, .dense { font-size: .8rem } .broad th, .broad td { padding-right: .4rem } td.track { min-width: 5rem } .broad td.track, .dense thead { display: none } .dense tr { display: block; padding: .35rem 0; border-bottom: 1px solid var(--line) } .dense tbody th, .dense td:not(.track) { display: inline-block; border: 0; padding: 0 .8rem 0 0; min-width: 0 } .dense tbody th { display: block; font-weight: 600 } .dense td[data-head]::before { content: attr(data-head) " "; color: var(--soft) } .dense td.track { display: block; width: 100%; border: 0; padding: 0 } .dense td:empty { display: none } }
`

/**
 * The begin of a page that is whole by itself: no script, nothing from a network, and a policy that would refuse both.
 * Source: W3C, Content Security Policy Level 3.
 */
export const pageOpen = (title: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${html(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${html(title)}</h1>
<main>
`

export const pageClose = (facts: readonly string[]): string =>
  `</main>\n<footer>${facts.map((fact) => `<p>${html(fact)}</p>`).join('')}</footer>\n</body>\n</html>\n`
