import { noRoadmap } from '../../../src/rules/use-case/no-roadmap.ts'
import { table } from '../table.ts'

table(noRoadmap, [
  {
    name: 'none',
    yaml: 'use_case:  # expect: use-case/no-roadmap\n  unit: payment\n',
    says: ['`use_case.roadmap` is missing'],
    helps: ['roadmap: <file and heading of the roadmap>  # in use_case: or the URL of the item'],
    severity: 'info',
  },
  { name: 'a file', yaml: 'use_case: {roadmap: docs/roadmap.md#fraud}\n' },
  { name: 'a URL', yaml: 'use_case: {roadmap: https://roadmap.example.com/items/12}\n', for: 'full' },
  { name: 'a path out of the repository', yaml: 'use_case: {roadmap: /home/me/roadmap.md}\n' },
  { name: 'no use case', yaml: 'stage: pilot\n' },
])
