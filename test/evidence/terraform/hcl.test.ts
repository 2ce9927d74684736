import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseHcl } from '../../../src/evidence/terraform/hcl.ts'
import { bodyValue, open, scopeOf, termValue } from '../../../src/evidence/terraform/values.ts'

const bodyOf = (text: string) => {
  const parsed = parseHcl(text)
  if (!parsed.ok) throw new Error(`${parsed.at} ${parsed.problem}`)
  return parsed.body
}

const names = `variable "limit" { default = 4 }
variable "asked" {}
locals {
  team = "care"
  levels = { critical = var.limit, list = ["a", "b"] }
  loop = local.pool
  pool = local.loop
}
`

const known = (text: string): unknown => {
  const [attribute] = bodyOf(`a = ${text}`).attributes
  if (attribute === undefined) throw new Error('no attribute')
  return termValue(attribute.value, scopeOf([{ isSet: false, body: bodyOf(names) }]))
}

test.each([
  ['1', 1],
  ['-1.5e2', -150],
  ['(1)', 1],
  ['true', true],
  ['null', null],
  [`"a\\n\\"b\\" \\u00e9 \\\\ $x 5% \${"q"}"`, 'a\n"b" é \\ $x 5% q'],
  [`"$\${lit} %%{lit}"`, `\${lit} %{lit}`],
  [`"x \${~ local.team ~} y"`, 'x care y'],
  [`"> \${var.limit}"`, '> 4'],
  ['var.limit', 4],
  ['-var.limit', -4],
  ['local.levels.critical', 4],
  ['local.levels["list"][1]', 'b'],
  ['[1, "a", /* c */ var.limit,\n]', [1, 'a', 4]],
  ['{ a = 1, "b" : 2\n  c = [3] }', { a: 1, b: 2, c: [3] }],
  ['{}', {}],
  [`<<EOT\n  a "b"\n  $\${c}\nEOT\n`, `  a "b"\n  \${c}\n`],
  ['<<-EOT\n    a\n\n      b\n    EOT\n', 'a\n\n  b\n'],
  ['jsonencode({ a = var.limit })', { a: 4 }],
  ['tonumber("0.5")', 0.5],
  ['tostring(5)', '5'],
  ['4 * 2', 8],
  ['100 - 98', 2],
  ['(1 + var.limit) * 2 - -3 / 4 # 5', 10.75],
  ['0.1 + 0.2', 0.3],
  [`"> \${var.limit * 2}"`, '> 8'],
  ['!true', false],
  ['"true" ? 1 : 0', 1],
  ['!(var.limit == 4) ? 1 : 0', 0],
  ['local.team != "care" ? 1 : var.limit + 1', 5],
  ['local.team == "it" ? 1 : local.team == "care" ? 2 : 3', 2],
  ['true && local.team == "it" ? 1 : 0', 0],
  ['true && !false && "true" ? 1 : 0', 1],
  ['var.asked && false ? 1 : 0', 0],
  ['(var.limit == 5) || true ? 1 : 0', 1],
  [`"above \${local.team == "care" ? 4 : 6}"`, 'above 4'],
  ['join(" ", ["Slow", local.team])', 'Slow care'],
  ['join(" ", [])', ''],
  ['format("%s fires at %d%% of %v", local.team, var.limit, true)', 'care fires at 4% of true'],
])('%s', (text, expected) => {
  expect(known(text)).toEqual(expected)
})

test.each([
  'var.asked',
  'var.gone',
  'local.loop',
  'local.levels.gone',
  'aws_sns_topic.care.arn',
  'data.x.y[0].z',
  'x.*.y',
  'x[*].y',
  '1 + var.asked',
  '1 / 0',
  '7 % 4',
  '1 + 1 == 2 ? 1 : 2',
  '"1" + 1',
  'join(" ", ["a", var.asked])',
  'join(" ", "a")',
  'join(" ", ["a"], ["b"])',
  'format("%s")',
  'format("%s", "a", "b")',
  'format("%03d", 4)',
  'format("a %")',
  'format(var.asked, "a")',
  'var.limit > 3 ? 1 : 2',
  '!var.asked',
  'var.asked ? 1 : 1',
  'var.asked == null ? 1 : 0',
  'var.asked && true ? 1 : 0',
  'false || var.asked ? 1 : 0',
  '1 ? 1 : 0',
  'max(1, 2)',
  'f(x...).y',
  'provider::x::f(1)',
  '[for k in var.z : k if k != ""]',
  '{for k, v in var.z : k => { a = v["x"] }...}',
  `"a \${var.asked}"`,
  '"a %{ if var.limit > 3 }b%{ endif }"',
  `"\${jsonencode({a = 1})}"`,
  'a == b && c || !d',
])('%s is known only when Terraform runs', (text) => {
  expect(known(text)).toBe(open)
})

test('blocks, labels, comments and ends of lines', () => {
  const { attributes, blocks } = bodyOf(
    '# one\r\n// two\r\n/* three\n */ a = 1 // four\r\nb "c" d { e = 2 }\nf {\n  g {}\n\n  g { h = 3 }\n}\n\n',
  )
  expect(attributes.map(({ key }) => key)).toEqual(['a'])
  expect(blocks.map(({ type, labels }) => [type, ...labels])).toEqual([['b', 'c', 'd'], ['f']])
  expect(blocks[1]?.body.blocks.map(({ body }) => body.attributes.length)).toEqual([0, 1])
})

test.each([
  ['a = "', 'has an unclosed string'],
  ['a = "x\n"', 'has an unclosed string'],
  ['a = "\\q"', 'has an invalid escape'],
  ['a = "\\U00110000"', 'has an invalid escape'],
  [`a = "\${b"`, 'has an unclosed template'],
  ['a = <<X\nb\n', 'has an unclosed heredoc'],
  ['a = [1', 'has a list without its `]`'],
  ['a = {b = 1', 'has an object without its `}`'],
  ['a = {b}', 'has an entry without a value'],
  ['a = (1', 'has an unclosed bracket'],
  ['a = [for b in c : ', 'has an unclosed bracket'],
  ['a = b.', 'has an incomplete name'],
  ['a = b[1', 'has an index without its `]`'],
  ['a = b ? c', 'has a condition without its `:`'],
  ['a = 1 b = 2', 'has a line with more than one attribute'],
  ['a "b"', 'has a block without its `{`'],
  ['a {', 'has a block without its `}`'],
  ['a = 1\n}', 'has an unmatched `}`'],
  ['a = ', 'is not valid HCL, or uses syntax that pilotlint does not support'],
  ['= 1', 'is not valid HCL, or uses syntax that pilotlint does not support'],
  ['/* a', 'is not valid HCL, or uses syntax that pilotlint does not support'],
  [`a = ${'['.repeat(100)}`, 'is nested deeper than 60 levels'],
  ['a {'.repeat(100), 'is nested deeper than 60 levels'],
])('%s', (text, problem) => {
  expect(parseHcl(text)).toMatchObject({ ok: false, problem })
})

const many = 20_000
const parts = [
  '"',
  `\${`,
  '%{',
  '{',
  '[',
  '(',
  '<<A\n',
  '/*',
  '-',
  '!',
  'a',
  '.y',
  '[0]',
  'a?b:',
  '1+',
  '$',
  '::f',
  'a=1\n',
  '#\n',
  'for ',
  ' ',
  '/**/',
  '<<A\nx\nA\n,',
]

describe('whatever a file repeats, it is read in steps that grow with it', () => {
  const told = (text: string): unknown => {
    const parsed = parseHcl(text)
    return parsed.ok ? 'read' : parsed.problem
  }
  test.each(parts)('%j', (part) => {
    for (const begin of ['', 'a = ', 'a = "', 'a = [for ', 'a = x', 'a = <<A\n', 'a { b = 1', 'a = ['])
      for (const end of ['', '}']) expect(told(begin + part.repeat(many) + end)).toEqual(expect.any(String))
  })
})

test('names that rest on each other many times over end', () => {
  const chain = Array.from({ length: 5000 }, (_, at) => `a${at} = local.a${at + 1}\n`).join('')
  const wide = Array.from({ length: 60 }, (_, at) => `b${at} = "\${local.b${at + 1}}\${local.b${at + 1}}"\n`).join('')
  const scope = scopeOf([{ isSet: false, body: bodyOf(`locals {\n${chain}${wide}b60 = "x"\n}\n`) }])
  expect([scope.lookUp('local', 'a0'), scope.lookUp('local', 'b0')]).toEqual([open, open])
  expect(scope.lookUp('local', 'b56')).toBe('x'.repeat(16))
})

test('texts that are put together of many others end', () => {
  const parts = `part = [${'1,'.repeat(900)}]\nlong = "${'x'.repeat(19_000)}"\n`
  const joins = Array.from({ length: 200 }, (_, at) => `a${at} = join(",", local.part)\n`).join('')
  const filled = `b = format("%s%s", local.long, local.long)\nc = format("%s%s", local.long, "y")\n`
  const scope = scopeOf([{ isSet: false, body: bodyOf(`locals {\n${parts}${joins}${filled}}\n`) }])
  const names = Array.from({ length: 200 }, (_, at) => `a${at}`)
  expect(['b', 'c'].map((name) => String(scope.lookUp('local', name)).length)).toEqual([String(open).length, 19_001])
  expect(names.map((name) => typeof scope.lookUp('local', name)).indexOf('symbol')).toBe(109)
})

test('a block that is there many times is a list of as many', () => {
  const { blocks } = bodyOf(`a {\n${'b {}\n'.repeat(90_000)}}\n`)
  const [block] = blocks
  expect(block && bodyValue(block.body, scopeOf([])).b).toHaveLength(90_000)
})

test('any text ends in a body or a problem', () => {
  const token = fc.constantFrom(...parts, '}', ']', ')', '=', ' ', '\n', ',', ':', '?', '*/', 'EOT', '\\', "'", '...')
  fc.assert(
    fc.property(fc.array(token, { maxLength: 60 }), (tokens) => {
      const text = tokens.join('')
      const parsed = parseHcl(text)
      if (!parsed.ok) expect(parsed.at).toBeLessThanOrEqual(text.length)
    }),
    { numRuns: 2000 },
  )
})
