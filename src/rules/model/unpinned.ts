import aliases from '../../model/generated/aliases.json' with { type: 'json' }
import { modelName } from '../../model/lists.ts'
import { meteredOf } from '../../model/metered.ts'
import { quote, wordsOf } from '../../values/text.ts'
import { dotted } from '../../yaml/path.ts'
import { missing } from '../lib/absent.ts'
import { both, fields, type Rule } from '../lib/rule.ts'

/** Why an id is no version; undefined if nothing says so. */
const flawOf = (id: string): string | undefined => {
  if (wordsOf(id).at(-1) === 'latest') return 'which is not a fixed version'
  return aliases.includes(modelName(id)) ? 'an alias of dated versions' : undefined
}

export const unpinned: Rule = {
  id: 'model/unpinned',
  severity: 'error',
  from: 'limited',
  summary: 'The model is pinned to a version, or the vendor pins it by contract',
  why: 'A model that changes under the same name invalidates all results of the pilot without notice.',
  details: `Reports a \`model.id\` whose last word is \`latest\` (\`ranker:latest\`), and one that has dated versions in the built-in list of models: \`gpt-4o\` is an alias, \`gpt-4o-2024-08-06\` is a version. Other names are not judged. The models of \`cost.usage\` are judged as well.

A model of your own is pinned by its \`digest\`, and one that a vendor pins by the contract in \`vendor_managed\`.`,
  principles: ['monitoring'],
  fields: fields`model.id model.digest model.vendor_managed cost.usage.model`,
  references: ['ML Test Score (Breck et al. 2017), Monitor 1'],
  examples: both`model: {provider: acme-ml, id: «ranker-v41|"ranker:latest"»}  # expect: model/unpinned`,

  *check({ pilot, faults }) {
    const { model } = pilot
    const write = '<pinned version of the model>'
    for (const { model: id, usage, path } of meteredOf(pilot)) {
      if (id === undefined || id === model?.id) continue
      const flaw = flawOf(id)
      const at = [...path, 'model']
      if (usage && flaw) yield { path: at, message: `\`${dotted(at)}\` is ${quote(id)}, ${flaw}`, write, help: '' }
    }
    if (model?.vendor_managed !== undefined || model?.digest !== undefined) return
    if (faults.some(({ path }) => path[0] === 'model' && path.length > 1)) return
    const path = ['model', 'id']
    const help = 'a model of your own is pinned by its digest, a vendor pins it in vendor_managed'
    const id = model?.id
    if (model === undefined) yield missing(['model'], `{provider: <provider>, id: ${write}}`, help)
    else if (id === undefined) yield missing(path, write, help)
    else {
      const flaw = flawOf(id)
      if (flaw) yield { path, message: `\`model.id\` is ${quote(id)}, ${flaw}`, write, help }
    }
  },
}
