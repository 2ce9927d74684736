import { z } from 'zod'
import { list, map, text, wordOf } from './field.ts'
import type { stages } from './stage.ts'

const severities = {
  error: 'Blocks.',
  warning: 'Is reported and blocks only with --fail-on warning.',
  info: 'Is reported and never blocks.',
  off: 'Is not reported.',
} as const

const severity = wordOf(severities, 'The severity of findings of the rule.')

const ruleName = z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/)

const rule = map(
  {
    severity,
    settings: z.record(z.string().regex(/^[a-z0-9_]+$/), z.number().min(0).max(1e6)).meta({
      description: 'Limits of a computed rule; `pilotlint explain` lists them with their sources.',
    }),
  },
  'What changes for one rule.',
  { severity: 'error', settings: { most_margin: 2 } },
)

const rules = z
  .record(ruleName, z.union([severity, rule]))
  .meta({ description: 'Severities and settings by the id of a rule.', examples: [{ 'cost/fragile': 'error' }] })

const stage = wordOf(
  {
    pilot: 'From the first day.',
    shadow: 'Before the system runs unseen.',
    limited: 'Before the first customer meets it.',
    progressive: 'Before more customers do.',
    full: 'Before all do.',
  } satisfies { readonly [name in (typeof stages)[number]]: string },
  'The first stage at which the rule applies.',
)

const assertion = map(
  {
    present: z.literal(true).meta({ description: 'The field is present.' }),
    absent: z.literal(true).meta({ description: 'The field is absent.' }),
    one_of: list(text('A value.', 'EUR'), 'The values that it may have.', ['acme/support', 'acme/care']),
    like: text('A pattern with `*` and `**`, as in .gitignore, that the value matches.', 'docs/**'),
    at_least: z.union([text('The smallest value, with its unit.', '95%'), z.number()]),
    at_most: z.union([text('The largest value, with its unit.', '10m'), z.number()]),
  },
  'The requirement for every value at the path; exactly one of these.',
  { one_of: ['acme/support', 'acme/care'] },
)

const own = map(
  {
    id: ruleName.meta({
      description: 'Its name: a section of the organisation and what is wrong.',
      examples: ['acme/runbook-elsewhere'],
    }),
    path: text('The field, dotted and without indexes; `*` matches any key.', 'owner.runbook'),
    assert: assertion,
    message: text('What is wrong, where it is.', 'the runbook is not in the handbook'),
    help: text('What to do about it.', 'move it to docs/runbooks'),
    why: text('Why the organisation asks for it.', 'The night shift looks there.'),
    from: stage,
    severity: wordOf(
      { error: severities.error, warning: severities.warning, info: severities.info },
      'Its severity; error by default.',
    ),
    tests: map(
      {
        ready: text('A part of a pilot.yaml without the finding.', 'owner: {runbook: docs/runbooks/a.md}'),
        not_ready: text('A part of a pilot.yaml with the finding.', 'owner: {runbook: wiki/a.md}'),
      },
      'Run by `pilotlint config check`.',
      {},
    ).required({ ready: true, not_ready: true }),
  },
  'A rule of the organisation.',
  {},
).required({ id: true, path: true, assert: true, message: true, help: true, tests: true })

/** `pilotlint.config.yaml`: data only, nothing in it is run. */
export const config = map(
  {
    edition: wordOf({ '2026-12': 'Rules that are newer only warn.' }, 'The edition of the rules that block.'),
    extends: list(
      text('A preset, a file, or an installed package that has a pilotlint.config.yaml.', 'prove-bound'),
      'The configurations that it extends, in order.',
      ['recommended', './policy.yaml', '@acme/pilotlint-policy'],
    ),
    ignore: list(text('A pattern as in .gitignore.', 'examples/**'), 'Pilots that are not linted; they are counted.', [
      'examples/**',
    ]),
    rules,
    overrides: list(
      map(
        {
          files: list(text('A pattern as in .gitignore.', 'services/**'), 'The pilots that it applies to.', [
            'services/**',
          ]),
          rules,
        },
        'What changes for some pilots.',
        {},
      ).required({ files: true, rules: true }),
      'What changes for some pilots.',
      [],
    ),
    own: list(own, 'Rules of the organisation.', []),
  },
  'The configuration of pilotlint.',
  { extends: ['recommended'] },
) satisfies z.ZodType
