import aliases from '../../model/generated/aliases.json' with { type: 'json' }
import { modelName } from '../../model/lists.ts'
import { quote, wordsOf } from '../../values/text.ts'
import { both, fields, type Rule } from '../lib/rule.ts'

export const unpinned: Rule = {
  id: 'model/unpinned',
  severity: 'error',
  from: 'limited',
  summary: 'The model is pinned to a version, or the vendor pins it by contract',
  why: 'A model that changes under the same name invalidates all results of the pilot without notice.',
  details: `Reports a \`model.id\` whose last word is \`latest\` (\`ranker:latest\`), and one that the built-in list of models knows with dated versions beside it: \`gpt-4o\` is an alias, \`gpt-4o-2024-08-06\` is a version. Other names are not judged.

A model of your own is pinned by its \`digest\`, and one that a vendor pins by the contract in \`vendor_managed\`.`,
  principles: ['monitoring'],
  fields: fields`model.id model.digest model.vendor_managed`,
  references: ['ML Test Score (Breck et al. 2017), Monitor 1'],
  examples: both`model: {provider: acme-ml, id: «ranker-v41|"ranker:latest"»}  # expect: model/unpinned`,

  *check({ pilot: { model }, faults }) {
    if (model?.vendor_managed !== undefined || model?.digest !== undefined) return
    if (faults.some(({ path }) => path[0] === 'model' && path.length > 1)) return
    const path = ['model', 'id']
    const write = '<pinned version of the model>'
    const help = 'a model of your own is pinned by its digest, a vendor pins it in vendor_managed'
    const id = model?.id
    if (model === undefined)
      yield { path: ['model'], message: '`model` is missing', write: `{provider: <provider>, id: ${write}}`, help }
    else if (id === undefined) yield { path, message: '`model.id` is missing', write, help }
    else if (wordsOf(id).at(-1) === 'latest')
      yield { path, message: `\`model.id\` is ${quote(id)}, which is not a fixed version`, write, help }
    else if (aliases.includes(modelName(id)))
      yield { path, message: `\`model.id\` is ${quote(id)}, an alias of dated versions`, write, help }
  },
}
