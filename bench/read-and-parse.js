// The least that anyone who looks into the files has to do: read them all, and parse what has a format.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

const [root] = process.argv.slice(2)
const parsers = {
  json: JSON.parse,
  jsonl: (text) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  yaml: parse,
  yml: parse,
}
for (const name of readdirSync(root, { recursive: true })) {
  const file = join(root, name)
  if (!statSync(file).isFile()) continue
  const text = readFileSync(file, 'utf8')
  parsers[name.split('.').at(-1)]?.(text)
}
