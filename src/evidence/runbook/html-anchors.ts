/** A heading written as HTML, as GitHub finds it: `<h2>Rollback</h2>`. */
type HtmlHeading = { readonly level: number; readonly text: string }

const tagOrText = /<(\/?)([a-z][a-z0-9]*)[^<>]*>|[^<]+|</gi
const anchor = /(?<=[\s"'])(?:id|name) ?= ?(?:"([^"<>]+)"|'([^'<>]+)'|([^\s"'<>]+))/gi

/** The anchors that tags set themselves, as in `<a name="rollback"></a>`. */
export const htmlAnchors = (html: string): string[] =>
  [...html.matchAll(/<[a-z][^<>]*>/gi)].flatMap(([tag]) =>
    [...tag.matchAll(anchor)].map(([, double, single, bare]) => double ?? single ?? bare ?? ''),
  )

/** The headings in a block of HTML. */
export const htmlHeadings = (html: string): HtmlHeading[] => {
  const found: HtmlHeading[] = []
  let level = 0
  let text = ''
  for (const [part, closing, name] of html.matchAll(tagOrText)) {
    const own = name === undefined ? 0 : Number(/^h([1-6])$/i.exec(name)?.[1] ?? 0)
    if (own > 0 && closing === '') {
      level = own
      text = ''
    } else if (own > 0 && own === level) {
      found.push({ level, text: text.trim() })
      level = 0
    } else if (level > 0 && name === undefined) text += part
  }
  return found
}
