/**
 * What a terminal obeys or hides: controls, bidirectional and zero-width characters, line separators, lone
 * surrogates. A variation selector stays after a pictograph, where it only chooses the emoji's look.
 */
const unseen = () =>
  /(?!(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu

/** Most texts hold nothing else: to ask Unicode for its classes costs more than the whole report. */
const seen = /^[ -~\xa0-\xac\xae-\xff\u2010-\u2027\u20ac]*$/

const named: { readonly [character: string]: string } = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

const visible = (character: string): string => {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  return (
    named[character] ??
    (code <= 0xff
      ? `\\x${hex.padStart(2, '0')}`
      : code <= 0xffff
        ? `\\u${hex.padStart(4, '0')}`
        : `\\u{${hex}}`)
  )
}

/** Text for a terminal: whatever would steer it or stay unseen is written out as an escape, line breaks too. */
export const forTerminal = (text: string): string =>
  seen.test(text) ? text : text.replace(unseen(), visible)

/**
 * A line for a CI log: no runner takes it for a command. GitHub obeys `::` after any white space and `##[`
 * anywhere in a line, Azure `##vso[`, TeamCity `##teamcity[`. Goes after {@link forTerminal}: .NET compares
 * by culture, so an invisible character between the two hashes would not keep them apart.
 * Source: actions/runner, src/Runner.Common/ActionCommand.cs.
 */
export const forCiLine = (line: string): string =>
  line.replace(/(##[a-z]*)\[/gi, '$1\\x5b').replace(/^([^\S\r\n\u2028\u2029]*):(?=:)/gm, '$1\\x3a')

/** Text from the file as a person may see it, in a terminal or in a log. */
export const shown = (text: string): string => forCiLine(forTerminal(text))

/** The data of a GitHub workflow command. Source: actions/toolkit, packages/core/src/command.ts. */
export const ghData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

/** A property of a GitHub workflow command. Source: as {@link ghData}. */
export const ghProperty = (text: string): string => ghData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

const unseenInJson = () =>
  /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu

const codeUnits = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('')

const safeJson = (value: unknown): string =>
  JSON.stringify(value, null, 2)
    .replace(unseenInJson(), codeUnits)
    .replace(/(##[a-z]*)\[/gi, '$1\\u005b')

/** A value as JSON that a terminal and a CI log can show without obeying it, and that reads back unchanged. */
export const jsonText = (value: unknown): string => `${safeJson(value)}\n`

/** The beginning of an object whose list under the key `list` is written item by item: {@link jsonItem}. */
export const jsonOpen = (head: object, list: string): string =>
  `${safeJson(head).slice(0, -2)},\n  ${JSON.stringify(list)}: [`

/** The item at an index of such a list. */
export const jsonItem = (value: unknown, at: number): string =>
  `${at === 0 ? '' : ','}\n    ${safeJson(value).replaceAll('\n', '\n    ')}`

/** The end of the list, of so many items, and of the object around it with its other keys. */
export const jsonClose = (items: number, tail: object): string =>
  `${items === 0 ? '' : '\n  '}],${safeJson(tail).slice(1)}\n`

/**
 * The text of a SARIF message. A viewer renders `[text](target)` as a link, which only the tool may place;
 * what is invisible is made visible, since a viewer shows the text as HTML.
 * Source: SARIF 2.1.0, 3.11.6.
 */
export const sarifText = (text: string): string => forTerminal(text).replaceAll('](', '] (')

/**
 * Text as a code span of GitHub Flavored Markdown, in a table, too: no link, mention or HTML is made of it.
 * Source: GitHub Flavored Markdown, 6.3 code spans and 4.10 tables.
 */
export const markdownCode = (text: string): string => {
  // A table ends a cell at a bar unless an odd number of backslashes stands before it.
  const plain = shown(text).replace(/\\+\|?|\|/g, (found) =>
    found.endsWith('|') && found.length % 2 === 1 ? `${found.slice(0, -1)}\\|` : found,
  )
  const longest = Math.max(0, ...(plain.match(/`+/g) ?? []).map(({ length }) => length))
  const fence = '`'.repeat(longest + 1)
  const room = longest > 0 || plain.trim() === '' ? ' ' : ''
  return plain === '' ? '' : `${fence}${room}${plain}${room}${fence}`
}
const markup =
  /[\\`*[\]<>|#&@~!$]|(?<!\w)_|_(?!\w)|:(?=\/\/)|(?<=www)\.|^\s*[-+=]|(?<=^\s*\d{1,9})[.)](?=\s)/gi

/**
 * Text of the file for Markdown: what could begin a markup, a link, a mention or a cell is written as an entity,
 * which is shown as itself. An entity for `@` still makes a mention (github/cmark-gfm, issue 181), an empty comment
 * behind it does not.
 */
export const forMarkdown = (text: string): string =>
  forTerminal(text).replace(markup, (found) =>
    found === '@' ? '@<!-- -->' : `${found.slice(0, -1)}&#${found.charCodeAt(found.length - 1)};`,
  )
