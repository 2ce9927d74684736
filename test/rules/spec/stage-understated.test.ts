import { stageUnderstated } from '../../../src/rules/spec/stage-understated.ts'
import { proportion, resultsFile } from '../results/file.ts'
import { type Row, table } from '../table.ts'

const guilty = '  # expect: spec/stage-understated'

const flag = (on: number) =>
  JSON.stringify({
    flags: {
      ai: {
        state: 'ENABLED',
        variants: { on: true, off: false },
        defaultVariant: 'off',
        targeting: { fractional: [{ var: 'customer' }, ['on', on], ['off', 100 - on]] },
      },
    },
  })

const served = (name: string, stage: string, on: number, says?: string): Row => ({
  name,
  for: 'pilot',
  files: { 'f.flagd.json': flag(on) },
  yaml: `stage: ${stage}${says === undefined ? '' : guilty}
rollback: {how: {feature_flag: ai, file: f.flagd.json}}
rollout: {shadow: {traffic: 100%, duration: 14d}, limited: {traffic: 5%, duration: 14d}}
`,
  ...(says !== undefined && { says: [says] }),
})

const shown = (name: string, stage: string, says?: string): Row => ({
  name,
  for: 'pilot',
  files: { 'r.json': resultsFile('shadow', { m: proportion(1, 2) }) },
  yaml: `stage: ${stage}${says === undefined ? '' : guilty}\nrollout: {shadow: {traffic: 100%, results: r.json}}\n`,
  ...(says !== undefined && { says: [says] }),
})

table(stageUnderstated, [
  shown('results of the stage itself', 'shadow'),
  shown('results of a stage before', 'limited'),
  shown('results of a later stage', 'pilot', '`stage` is pilot, but "r.json" has results of shadow'),
  served('the planned share', 'limited', 5),
  served('three times the planned share', 'pilot', 15),
  served('another share at limited is for rollout/flag-mismatch', 'limited', 50),
  served('everybody in a pilot', 'pilot', 95, '`stage` is pilot, but flag "ai" serves 95%, 5% is planned for limited'),
  served('a shadow of all traffic', 'shadow', 100),
])
