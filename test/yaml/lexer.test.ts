import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CST, Lexer, Parser } from 'yaml'
import * as generated from '../../src/yaml/lexer.generated.js'

const complete = readFileSync(new URL('complete.yaml', import.meta.url), 'utf8')

type Found = { lexemes: string[]; tokens: CST.Token[] }

const pulled = (text: string): Found => {
  const parser = new Parser()
  const lexemes = [...new Lexer().lex(text)]
  return { lexemes, tokens: [...lexemes.flatMap((lexeme) => [...parser.next(lexeme)]), ...parser.end()] }
}

const pushed = (text: string): Found => {
  const found: Found = { lexemes: [], tokens: [] }
  const parser = new generated.Parser()
  parser.out = (token) => found.tokens.push(token)
  const lexer = new generated.Lexer()
  lexer.buffer = text
  lexer.atEnd = true
  lexer.out = (lexeme) => {
    found.lexemes.push(lexeme)
    parser.next(lexeme)
  }
  let state: ReturnType<typeof lexer.parseNext> = 'stream'
  while (state && lexer.hasChars(1)) state = lexer.parseNext(state)
  parser.end()
  return found
}

const same = (text: string): void => {
  expect(pushed(text)).toEqual(pulled(text))
}

test('the pushing lexer and parser find in a complete file what those of yaml find', () => {
  same(complete)
  same(complete.replaceAll('\n', '\r\n'))
})

const signs = fc.constantFrom(
  ...['a', '0', ' ', '  ', '\t', '\n', '\r\n', '- ', '-', ': ', ':', '? ', ', ', '#', ' # c', '"', "'", '\\'],
  ...[
    '{',
    '}',
    '[',
    ']',
    '&a ',
    '*a',
    '!t ',
    '!<',
    '>',
    '|',
    '|2-\n',
    '>+\n',
    '---',
    '...',
    '%',
    '@',
    '`',
    '\ufeff',
  ],
)

test('and so they do in any text', () => {
  fc.assert(
    fc.property(fc.array(signs, { maxLength: 60 }), (pieces) => same(pieces.join(''))),
    {
      numRuns: 1000,
    },
  )
})

test('and in mutations of a complete file', () => {
  const at = fc.nat({ max: complete.length })
  fc.assert(
    fc.property(at, at, signs, (start, end, piece) =>
      same(complete.slice(0, start) + piece + complete.slice(Math.max(start, end - 200))),
    ),
    { numRuns: 40 },
  )
})
