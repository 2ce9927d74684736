import { notFinal } from '../../../src/rules/results/not-final.ts'
import { type Row, table } from '../table.ts'
import { proportion, resultsFile } from './file.ts'

const row = (name: string, metric: object, rest: object, says?: string, stage = 'shadow'): Row => ({
  name,
  for: stage === 'full' ? 'full' : 'limited',
  files: { 'r.json': resultsFile(stage, { m_rate: metric }, undefined, { ...rest }) },
  yaml: `success: {metric: m_rate, window: 3d}\nrollout:\n  ${stage}: {results: r.json}${says === undefined ? '' : '  # expect: results/not-final'}\n`,
  ...(says !== undefined && { says: [says] }),
})
const m = proportion(1, 700)

table(notFinal, [
  row('closest: the window of the last day ended yesterday', m, { to: '2026-11-18' }),
  row(
    'the window ends today',
    m,
    { to: '2026-11-19' },
    'm_rate is counted until 2026-11-19, but its 3d window ends on 2026-11-22',
  ),
  row('the metric has its own earlier end', { ...m, to: '2026-11-18' }, { to: '2026-11-21' }),
  row(
    'the stage itself is not over',
    { ...m, to: '2026-11-18' },
    { to: '2026-11-22' },
    'results of shadow end on 2026-11-22, which is not complete',
  ),
  row('nor at full', m, { to: '2026-11-24' }, 'results of full end on 2026-11-24, which is not complete', 'full'),
])
