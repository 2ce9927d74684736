import { Document, isNode, isSeq, parseDocument, visit } from 'yaml'

const STYLE = { lineWidth: 0, flowCollectionPadding: false, doubleQuotedAsJSON: true } as const

/** A value on one line, as it can be written inside `{…}` or `[…]`. */
export const flowScalar = (value: unknown): string => {
  const document = new Document([value], { aliasDuplicateObjects: false })
  if (isSeq(document.contents)) document.contents.flow = true
  visit(document, {
    Scalar: (_, node) => {
      if (/[\n\r]/.test(String(node.value))) node.type = 'QUOTE_DOUBLE'
    },
  })
  return document.toString(STYLE).trimEnd().slice(1, -1)
}

/** YAML that can be written inside `{…}`, to be printed as a part of other data in the style that it has. */
export const flowNode = (yaml: string): unknown => {
  const { contents } = parseDocument(`[${yaml}]`, { logLevel: 'silent' })
  return isSeq(contents) ? contents.items[0] : null
}

/** How many characters the value takes at least; no more is counted once `most` are exceeded. */
const shortest = (value: unknown, most: number): number => {
  if (isNode(value) || typeof value !== 'object' || value === null) return typeof value === 'string' ? value.length : 1
  let size = 1
  for (const [key, item] of Object.entries(value)) {
    size += 1 + (Array.isArray(value) ? 0 : key.length) + shortest(item, most - size)
    // Aliases can make a short file print for ever.
    if (size > most) break
  }
  return size
}

/** The value on one line of at most `most` characters; undefined where that is too short. */
export const printFlow = (value: unknown, most: number): string | undefined => {
  const text = shortest(value, most) > most ? undefined : flowScalar(value)
  return text === undefined || text.length > most ? undefined : text
}
