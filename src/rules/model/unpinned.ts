import { quote, wordsOf } from '../../values/text.ts'
import { isNoReason } from '../lib/absent.ts'
import { both, type Rule } from '../lib/rule.ts'

const moving = new Set(['latest', 'stable', 'preview'])

// A commit or digest may happen to hold no digit.
const isDigest = (id: string): boolean => /^[0-9a-f]{7,64}$/iu.test(id)

const hasDigit = (id: string): boolean => /[0-9]/.test(id) || /\p{N}/u.test(id)

export const unpinned: Rule = {
  id: 'model/unpinned',
  severity: 'error',
  from: 'limited',
  summary: 'The model is pinned to one version, or a contract says that the vendor pins it',
  why: 'A model that changes under the same name voids every number the pilot has shown, on a day that nobody chose.',
  details: `\`model.id\` is refused when its last word is \`latest\`, \`stable\` or \`preview\` (\`ranker:latest\`, \`small-2-preview\`), or when it has no digit and so names no version. A name that is followed by a date or number is a version: \`small-2-preview-0514\`, \`ranker-v41\`, \`xgb-2026-08-01\`, \`models:/churn/12\`. So is a commit or digest.

\`model.vendor_managed\` settles it: the contract named there is unverified. A bare \`yes\` or \`none\` names no contract. Whether a digit is a version or only part of a family's name cannot be told from the file.`,
  principles: ['monitoring'],
  fields: ['model.id', 'model.vendor_managed'],
  references: ['ML Test Score (Breck et al. 2017), Monitor 1'],
  examples: both`model: {provider: acme-ml, id: «ranker-v41|"ranker:latest"»}  # expect: model/unpinned`,

  *check({ pilot: { model } }) {
    if (model?.vendor_managed !== undefined && !isNoReason(model.vendor_managed)) return
    const path = ['model', 'id']
    const id = model?.id?.trim()
    const write = 'small-2-20260801'
    const help =
      'one version of the model; where a vendor pins it, vendor_managed: contracts/vendor.md, the contract that says so'
    if (model === undefined)
      yield {
        path: ['model'],
        message: 'no model is named, so none is pinned',
        write: '{provider: example-ai, id: small-2-20260801}',
        help: '',
      }
    else if (id === undefined) yield { path, message: 'model names no version', write, help }
    else {
      const last = wordsOf(id).at(-1) ?? ''
      if (moving.has(last)) yield { path, message: `${quote(id)} moves: it ends in ${last}`, write, help }
      else if (!hasDigit(id) && !isDigest(id))
        yield { path, message: `${quote(id)} names no version: it holds no digit`, write, help }
    }
  },
}
