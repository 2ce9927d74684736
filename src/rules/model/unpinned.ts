import { quote, wordsOf } from '../../values/text.ts'
import { isNoReason } from '../lib/absent.ts'
import { both, type Rule } from '../lib/rule.ts'

const moving = new Set(['latest', 'stable', 'preview'])

// A commit or digest may have no digit.
const isDigest = (id: string): boolean => /^[0-9a-f]{7,64}$/iu.test(id)

const hasDigit = (id: string): boolean => /[0-9]/.test(id) || /\p{N}/u.test(id)

export const unpinned: Rule = {
  id: 'model/unpinned',
  severity: 'error',
  from: 'limited',
  summary: 'The model is pinned to a version, or the vendor pins it by contract',
  why: 'A model that changes under the same name invalidates all results of the pilot without notice.',
  details: `Reports a \`model.id\` if its last word is \`latest\`, \`stable\` or \`preview\` (\`ranker:latest\`, \`small-2-preview\`), or if it has no digit. A name with a date or number after it is a version: \`small-2-preview-0514\`, \`ranker-v41\`, \`xgb-2026-08-01\`, \`models:/churn/12\`. So is a commit or digest.

\`model.vendor_managed\` with a contract, which is unverified, is accepted; a bare \`yes\` or \`none\` is not. A digit in the name of a model family counts as a version.`,
  principles: ['monitoring'],
  fields: ['model.id', 'model.vendor_managed'],
  references: ['ML Test Score (Breck et al. 2017), Monitor 1'],
  examples: both`model: {provider: acme-ml, id: «ranker-v41|"ranker:latest"»}  # expect: model/unpinned`,

  *check({ pilot: { model } }) {
    if (model?.vendor_managed !== undefined && !isNoReason(model.vendor_managed)) return
    const path = ['model', 'id']
    const id = model?.id?.trim()
    const write = 'small-2-20260801'
    const help = 'or another version; if the vendor pins it, add vendor_managed: contracts/vendor.md'
    if (model === undefined)
      yield {
        path: ['model'],
        message: '`model` is missing',
        write: '{provider: example-ai, id: small-2-20260801}',
        help: '',
      }
    else if (id === undefined) yield { path, message: '`model.id` is missing', write, help }
    else {
      const last = wordsOf(id).at(-1) ?? ''
      if (moving.has(last))
        yield { path, message: `\`model.id\` is ${quote(id)}, which is not a fixed version`, write, help }
      else if (!hasDigit(id) && !isDigest(id))
        yield { path, message: `\`model.id\` is ${quote(id)}, which has no version`, write, help }
    }
  },
}
