import { expect, test } from 'vitest'
import { pathMissing } from '../../../src/rules/spec/path-missing.ts'
import { diagnose, repository, table } from '../table.ts'

const files = { 'docs/runbook.md': '# Runbook\n', 'evals/cases.jsonl': '{}\n', 'rollout/shadow.json': '{}\n' }

const api = {
  'api/orders.yaml':
    'openapi: 3.1.0\ninfo: {title: Orders, version: 1.0.0}\npaths: {/orders: {get: {tags: [orders]}}}\n',
  'flags.json':
    '{"flags": {"ai": {"state": "ENABLED", "variants": {"on": true, "off": false}, "defaultVariant": "off"}}}',
}

table(pathMissing, [
  {
    name: 'a file that is not there',
    yaml: 'stage: limited\nowner: {runbook: docs/incidents.md}  # expect: spec/path-missing',
    for: 'limited',
    files,
    says: ['"docs/incidents.md" does not exist'],
    helps: ['add it to the repository, or set the path relative to the folder of pilot.yaml'],
    severity: 'error',
  },
  {
    name: 'a slip of the pen',
    yaml: 'stage: limited\ndata: {eval_set: evals/case.jsonl}  # expect: spec/path-missing',
    files,
    helps: ['did you mean evals/cases.jsonl?'],
  },
  {
    name: 'a path that points outside the repository',
    yaml: 'stage: limited\nowner: {runbook: ../../etc/passwd}  # expect: spec/path-missing',
    files,
    says: ['"../../etc/passwd" points outside the repository'],
  },
  {
    name: 'a section that is not in its page',
    yaml: 'stage: limited\nuse_case: {roadmap: docs/runbook.md#runbok}  # expect: spec/path-missing',
    files,
    says: ['"docs/runbook.md#runbok" has no heading with that anchor'],
    helps: ['did you mean docs/runbook.md#runbook?'],
  },
  {
    name: 'a pointer that leads to nothing',
    yaml: `stage: limited
integration:
  - {system: orders, contract: 'api/orders.yaml#/paths/~1refunds'}  # expect: spec/path-missing
rollback: {how: {feature_flag: ai, file: 'flags.json#/flags/other'}}  # expect: spec/path-missing
`,
    files: api,
    says: [
      '"api/orders.yaml#/paths/~1refunds" has nothing at that pointer',
      '"flags.json#/flags/other" has nothing at that pointer',
    ],
    helps: [
      'set the part after `#` to a JSON pointer into api/orders.yaml',
      'set the part after `#` to a JSON pointer into flags.json',
    ],
  },
  {
    name: 'closest: pointers into an interface and a flag',
    yaml: `stage: limited
integration:
  - {system: orders, contract: 'api/orders.yaml#/paths/~1orders'}
  - {system: again, contract: 'api/orders.yaml#/paths/~1orders/get/tags/0'}
rollback: {how: {feature_flag: ai, file: 'flags.json#/flags/ai'}}
`,
    files: api,
  },
  {
    name: 'a plan may name what is still to be written',
    yaml: 'stage: pilot\nowner: {runbook: docs/incidents.md}  # expect: spec/path-missing',
    files,
    severity: 'info',
  },
  {
    name: 'the results of a stage that is over',
    yaml: 'stage: limited\nrollout: {shadow: {results: rollout/shadows.json}}  # expect: spec/path-missing',
    for: 'limited',
    files,
  },
  {
    name: 'the results that the gate asks for, whatever the file declares',
    yaml: `stage: shadow
rollout:
  shadow: {results: rollout/shadows.json}  # expect: spec/path-missing
  limited: {results: rollout/limited.json}
`,
    for: 'limited',
    files,
    severity: 'error',
  },
  {
    name: 'the bill of a pilot that is full',
    yaml: 'stage: full\ncost: {bill: costs/q3.csv}  # expect: spec/path-missing',
    for: 'full',
    files,
    severity: 'error',
  },
  {
    name: 'closest honest file: results of stages to come, a cost section elsewhere, folders, URLs',
    yaml: `stage: limited
owner: {runbook: ./docs/runbook.md}
use_case: {roadmap: docs/runbook.md#runbook}
cost: {include: ../finance/cost.yaml}
data: {eval_set: evals/}
rollout:
  shadow: {results: rollout/shadow.json}
  limited: {results: rollout/limited.json}
  progressive: {results: rollout/progressive.json}
`,
    for: 'limited',
    files,
  },
  { name: 'judged without a repository', yaml: 'stage: limited\nowner: {runbook: docs/incidents.md}' },
  {
    name: 'a section that is like no other',
    yaml: 'stage: limited\nuse_case: {roadmap: docs/runbook.md#chargebacks}  # expect: spec/path-missing',
    files,
    helps: ['add the heading to docs/runbook.md, or name an existing one'],
  },
])

test('a pilot in a folder of its own names files from there, and may go up inside the repository', async () => {
  const yaml = 'stage: limited\nowner: {runbook: ../docs/runbook.md}\ndata: {eval_set: cases.jsonl}'
  const place = { ...repository({ ...files, 'chat/cases.jsonl': '{}' }), file: 'chat/pilot.yaml' }
  expect(await diagnose(pathMissing, yaml, { for: 'limited', repository: place })).toEqual([])
})
