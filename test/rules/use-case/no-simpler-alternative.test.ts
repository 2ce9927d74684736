import { noSimplerAlternative } from '../../../src/rules/use-case/no-simpler-alternative.ts'
import { table } from '../table.ts'

table(noSimplerAlternative, [
  {
    name: 'none',
    yaml: 'use_case:  # expect: use-case/no-simpler-alternative\n  unit: search\n',
    says: ['`use_case.simpler_alternative` is missing'],
    helps: [
      'simpler_alternative: <the way without AI>  # in use_case: the alternative without AI that the pilot has to beat',
    ],
    severity: 'warning',
  },
  { name: 'one', yaml: 'use_case: {simpler_alternative: sort by sales}\n' },
  { name: 'none at stage pilot', yaml: 'use_case: {unit: search}\n', for: 'pilot' },
  { name: 'undecided', yaml: 'use_case: {simpler_alternative: TBD}\n' },
  { name: 'no use case', yaml: 'stage: shadow\n' },
  {
    name: 'a bare none',
    yaml: 'use_case:\n  simpler_alternative: none  # expect: use-case/no-simpler-alternative\n',
  },
  {
    name: 'none, and why',
    yaml: 'use_case: {simpler_alternative: "none: keyword rules were tried, and caught 4%"}\n',
  },
])
