/**
 * Characters that terminals obey or hide: controls, bidirectional and zero-width characters, line separators, lone
 * surrogates. A variation selector after a pictograph is harmless.
 */
const unseen = () =>
  /(?!(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu

/** Fast path: Unicode classes cost more than the whole report. */
const seen = /^[ -~\xa0-\xac\xae-\xff\u2010-\u2027\u20ac]*$/

const named: { readonly [character: string]: string } = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

const visible = (character: string): string => {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  return (
    named[character] ??
    (code <= 0xff ? `\\x${hex.padStart(2, '0')}` : code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`)
  )
}

/** Escapes everything that would control a terminal or stay invisible, line breaks included. */
export const forTerminal = (text: string): string => (seen.test(text) ? text : text.replace(unseen(), visible))

/**
 * Prevents CI runners from reading a command. GitHub obeys `::` after any white space and `##[` anywhere in a
 * line, Azure `##vso[`, TeamCity `##teamcity[`. Use after {@link forTerminal}: .NET ignores an invisible character
 * between the hashes. Source: actions/runner, src/Runner.Common/ActionCommand.cs.
 */
export const forCiLine = (line: string): string =>
  line.replace(/(##[a-z]*)\[/gi, '$1\\x5b').replace(/^([^\S\r\n\u2028\u2029]*):(?=:)/gm, '$1\\x3a')

export const shown = (text: string): string => forCiLine(forTerminal(text))

/** The data of a GitHub workflow command. Source: actions/toolkit, packages/core/src/command.ts. */
export const ghData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

/** A property of a GitHub workflow command. Source: as {@link ghData}. */
export const ghProperty = (text: string): string => ghData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/**
 * The message of a logging command of Azure Pipelines. Source: microsoft/azure-pipelines-task-lib,
 * node/taskcommand.ts.
 */
export const azureData = (text: string): string =>
  text.replaceAll('%', '%AZP25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

/** A property of a logging command. Source: as {@link azureData}. */
export const azureProperty = (text: string): string => azureData(text).replaceAll(']', '%5D').replaceAll(';', '%3B')

/** Text of an element or of an attribute; XML has no way to write most control characters. Source: XML 1.0, 2.2 and 2.4. */
export const xmlText = (text: string): string =>
  forTerminal(text).replace(/[<>&"']/g, (found) => `&#${found.charCodeAt(0)};`)

const unseenInJson = () => /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu

const codeUnits = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('')

const safeJson = (value: unknown): string =>
  JSON.stringify(value, null, 2)
    .replace(unseenInJson(), codeUnits)
    .replace(/(##[a-z]*)\[/gi, '$1\\u005b')

/** JSON that is safe to print in a terminal or CI log and parses to the same value. */
export const jsonText = (value: unknown): string => `${safeJson(value)}\n`

/** Opens an object whose `list` is written item by item with {@link jsonItem} and closed with {@link jsonClose}. */
export const jsonOpen = (head: object, list: string): string =>
  `${safeJson(head).slice(0, -2)},\n  ${JSON.stringify(list)}: [`

export const jsonItem = (value: unknown, at: number, indent = '    '): string =>
  `${at === 0 ? '' : ','}\n${indent}${safeJson(value).replaceAll('\n', `\n${indent}`)}`

export const jsonClose = (items: number, tail: object): string =>
  `${items === 0 ? '' : '\n  '}],${safeJson(tail).slice(1)}\n`

/**
 * A SARIF viewer renders `[text](target)` as a link, which only the tool may place, and text as HTML. Source:
 * SARIF 2.1.0, 3.11.6.
 */
export const sarifText = (text: string): string => forTerminal(text).replaceAll('](', '] (')

/** A code span of GitHub Flavored Markdown, also inside tables. Source: GFM 6.3 code spans, 4.10 tables. */
export const markdownCode = (text: string): string => {
  // A bar ends a table cell unless an odd number of backslashes precedes it.
  const plain = shown(text).replace(/\\+\|?|\|/g, (found) =>
    found.endsWith('|') && found.length % 2 === 1 ? `${found.slice(0, -1)}\\|` : found,
  )
  const longest = (plain.match(/`+/g) ?? []).reduce((most, { length }) => Math.max(most, length), 0)
  const fence = '`'.repeat(longest + 1)
  const room = longest > 0 || plain.trim() === '' ? ' ' : ''
  return plain === '' ? '' : `${fence}${room}${plain}${room}${fence}`
}
const markup = /[\\`*[\]<>|#&@~!$]|(?<!\w)_|_(?!\w)|:(?=\/\/)|(?<=www)\.|^\s*[-+=]|(?<=^\s*\d{1,9})[.)](?=\s)/gi

/**
 * Writes everything that could start markup, a link, a mention or a cell as an entity. An entity for `@` still
 * makes a mention (github/cmark-gfm, issue 181); an empty comment after it prevents that.
 */
export const forMarkdown = (text: string): string =>
  forTerminal(text).replace(markup, (found) =>
    found === '@' ? '@<!-- -->' : `${found.slice(0, -1)}&#${found.charCodeAt(found.length - 1)};`,
  )

/** The same, where what stands between backticks is a code span. */
export const markdownWords = (text: string): string =>
  text
    .split(/`([^`]+)`/)
    .map((part, at) => (at % 2 === 1 ? markdownCode(part) : forMarkdown(part)))
    .join('')
