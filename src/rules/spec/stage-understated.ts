import { exposedStages, reaches } from '../../model/stage.ts'
import { quote } from '../../values/text.ts'
import { type Finding, fields, type Rule } from '../lib/rule.ts'
import { plannedBefore, tolerance } from '../lib/stages.ts'

export const stageUnderstated: Rule = {
  id: 'spec/stage-understated',
  severity: 'error',
  from: 'pilot',
  waivable: false,
  summary: 'The pilot is not further than its stage says',
  why: 'A pilot that serves everybody under `stage: pilot` is asked for nothing, and its bar may still move.',
  details: `An error if results of a stage after the declared one are in the repository, or if the flag of a pilot serves more than three times the share of \`limited\`, or that of a shadow more than three times the share of \`rollout.shadow\`. From \`limited\` on, \`rollout/flag-mismatch\` compares the flag. Set \`stage\` to the stage that the pilot is in.`,
  principles: ['unlocked-by-evidence', 'never-everyone'],
  fields: fields`stage rollout.{shadow,limited,progressive,full}.results rollback.how`,
  references: ['NIST AI 600-1 MG-1.3-001'],
  examples: {
    files: {
      'rollout/limited.json':
        '{"stage": "limited", "from": "2026-10-05", "to": "2026-10-25", "model": "small-2-20260801", "looks": 1,\n "arms": {"treatment": {"deflection_rate": {"good": 262, "total": 700}}}}\n',
    },
    ready: `stage: limited
rollout:
  limited: {traffic: 5%, results: rollout/limited.json}`,
    notReady: `stage: shadow  # expect: spec/stage-understated
rollout:
  limited: {traffic: 5%, results: rollout/limited.json}`,
  },

  *check({ pilot, facts, declared }) {
    const ahead = exposedStages.findLast(
      (stage) => facts.results[stage]?.state === 'found' && !reaches(declared, stage),
    )
    const fact = ahead === undefined ? undefined : facts.results[ahead]
    if (ahead !== undefined && fact?.state === 'found')
      yield {
        path: ['stage'],
        message: `\`stage\` is ${declared}, but ${quote(fact.file)} has results of ${ahead}`,
        help: `set \`stage\` to ${ahead}, or remove the results`,
        related: [{ path: ['rollout', ahead, 'results'], label: 'the results' }],
        elsewhere: [{ file: fact.file, range: fact.value.locate(['stage']), label: `results of ${ahead}` }],
      } satisfies Finding
    // From limited on, rollout/flag-mismatch compares the flag with the stage.
    const { flag: found } = facts
    const flag = found?.state === 'found' ? found.value.flag : undefined
    const [split, further] = flag?.splits?.value ?? []
    if (declared !== 'pilot' && declared !== 'shadow') return
    if (found?.state !== 'found' || flag?.splits === undefined || flag.disabled || !split || further) return
    const most = plannedBefore(pilot.rollout ?? {}, declared)
    if (most === undefined || split.treatment <= tolerance * most) return
    yield {
      path: ['stage'],
      message: `\`stage\` is ${declared}, but flag ${quote(flag.key.value)} serves ${Number(split.treatment.toFixed(2))}%, ${most}% is planned for ${declared === 'shadow' ? declared : 'limited'}`,
      help: 'set `stage` to the stage that the pilot is in, or lower the flag',
      elsewhere: [
        { file: found.file, range: flag.splits.range, label: `serves ${Number(split.treatment.toFixed(2))}%` },
      ],
    }
  },
}
