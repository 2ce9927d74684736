import fc from 'fast-check'

const bait = [
  '\u001b[31m',
  '\u001b]8;;https://example.com\u0007',
  '\u009b2J',
  '\u007f',
  '\u0000',
  '\u0085',
  '##[add-mask]e',
  '##[',
  '##',
  '[',
  ']',
  '##vso[task.setvariable]',
  '##VSO[',
  '##teamcity[x]',
  '::error file=a::b',
  '::',
  ' ::add-mask::e',
  '\u00a0::stop-commands::x',
  '\u3000::',
  ':',
  '\n',
  '\r',
  '\r\n',
  '\u2028',
  '\u2029',
  '\t',
  ' ',
  '%',
  '%0A',
  '%25',
  ',',
  '=',
  ';',
  '\u202e',
  '\u2066',
  '\u200b',
  '\u00ad',
  '\u034f',
  '\ufeff',
  '\ufe0f',
  '\u{e0041}',
  '\ud800',
  '\udc00',
  '東京',
  'e\u0301',
  '⚠\ufe0f',
  '👩\u200d🚀',
  '"',
  '\\',
  '\\u001b',
  '<b>',
  '`',
  '|',
  '](',
  '{0}',
  '',
]

/** Strings full of what some sink obeys. */
export const hostileText = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...bait) }, fc.string({ unit: 'binary', maxLength: 4 })), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''))

/** Lines as every reader of a log splits them. */
export const logLines = (output: string): string[] => output.split(/\r\n|[\n\r]/)

// .NET compares by culture here, which passes over these.
const ignored = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/** What GitHub's runner takes for the start of a command, and Azure's and TeamCity's. Source: ActionCommand.cs. */
export const isCommand = (line: string): boolean => {
  const compared = line.replace(/^[\s\u0085]+/u, '').replace(ignored, '')
  return compared.startsWith('::') || /##[a-z]*\[/i.test(compared)
}

/** Whatever is left that a terminal obeys or hides. */
export const unsafe = (output: string): string[] =>
  [...output.matchAll(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu)]
    .filter(
      ({ 0: found, index }) =>
        !(/[\ufe0e\ufe0f]/.test(found) && /\p{Extended_Pictographic}$/u.test(output.slice(0, index))),
    )
    .map(([found]) => found)

/** Always the same texts; more of them in CI. */
export const seeded = { seed: 20_261_122, numRuns: process.env.CI === undefined ? 1000 : 10_000 }
