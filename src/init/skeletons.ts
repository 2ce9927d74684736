import { block } from '../yaml/block.ts'
import type { Skeleton } from './choices.ts'
import { type Answers, fields } from './fields.ts'

/** The five sections that a runbook needs, and what belongs in each; a placeholder does not fill one. */
const sections: { readonly [heading: string]: string } = {
  Impact: '<what customers see, and how many of them>',
  Diagnosis: '<where to look first: dashboard, logs, alerts>',
  Mitigation: '<what helps without turning it off>',
  Rollback: '<how to turn it off, who may, and how to see that it is off>',
  Escalation: '<whom to call next, and after how long>',
}

const runbook = (id: string): string =>
  [`# Runbook of ${id}\n`, ...Object.entries(sections).map(([heading, text]) => `## ${heading}\n\n${text}\n`)].join(
    '\n',
  )

const drill = (what: string, more: { readonly [key: string]: string }) => ({
  what,
  on: '<day of the drill>',
  ...more,
  outcome: '<passed or failed>',
  by: '<team that ran it, not the champion>',
})

const drills = (): string => {
  const record = [
    drill('rollback', { took: '<time until nobody was affected>' }),
    drill('fallback', {}),
    drill('load', { rate: '<requests that it carried>' }),
  ]
  return `---\n${block({ drills: record })}\n---\n\n# Drills\n\n<what was tried, and what was learned>\n`
}

const results = ({ metric }: Answers): string => {
  const shadow = {
    stage: 'shadow',
    model: '<pinned version of the model>',
    by: '<team that counted>',
    from: '<first day>',
    to: '<last day>',
    traffic: '<share of the traffic>',
    arms: {
      treatment: {
        assigned: '<number of units of assignment>',
        [metric ?? fields.metric.placeholder]: { good: '<number of successes>', total: '<number of all>' },
      },
    },
  }
  return `${JSON.stringify(shadow, null, 2)}\n`
}

/** Where each skeleton stands, relative to pilot.yaml, and what it holds. */
export const skeletonOf = (kind: Skeleton, answers: Answers): { readonly path: string; readonly text: string } => {
  const id = answers.id ?? 'pilot'
  if (kind === 'runbook') return { path: `docs/runbooks/${id}.md`, text: runbook(id) }
  if (kind === 'drills') return { path: 'docs/drills.md', text: drills() }
  return { path: 'rollout/shadow.json', text: results(answers) }
}
