import type { Phrase } from './phrase.ts'

const pattern = '^[^/~\\\\\\s][^\\\\\\n\\r]*$'
const shape = new RegExp(pattern, 'u')

/** A path relative to the folder of `pilot.yaml`, or a URL; may carry an anchor. */
export const path: Phrase<string> = {
  name: 'path',
  expects: 'a path relative to the folder of pilot.yaml',
  pattern,
  examples: ['docs/runbook.md'],
  parse(text) {
    if (shape.test(text)) return { ok: true, value: text }
    return {
      ok: false,
      problem: {
        word: text.slice(0, 1),
        at: 0,
        message: `"${text.slice(0, 40)}" is no path inside the repository`,
        help: 'write it relative to the folder of pilot.yaml, with forward slashes, as in docs/runbook.md',
      },
    }
  },
  print: (value) => value,
}
