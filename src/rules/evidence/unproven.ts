import { reaches } from '../../model/stage.ts'
import { unread } from '../lib/absent.ts'
import { partsOf, sectionOf } from '../lib/proven-items.ts'
import { judged } from '../lib/results.ts'
import { both, type Context, type Finding, fields, items, type Rule } from '../lib/rule.ts'
import { unfit } from '../lib/teams.ts'

/** Before the judged stage begins, a flag may serve nobody. */
const isStillOff = ({ facts: { flag }, declared, gate }: Context): boolean => {
  const found = flag?.state === 'found' ? flag.value.flag : undefined
  if (found === undefined || reaches(declared, gate)) return false
  return found.disabled !== undefined || found.splits?.value.every(({ treatment }) => treatment === 0) === true
}

export const unproven: Rule = {
  id: 'evidence/unproven',
  severity: 'error',
  from: 'limited',
  closing: true,
  summary: 'Each of the seven items is proven by a file in the repository or covered by a signed exception',
  why: 'A checklist that anyone can tick stops no one. What runs in production is configured in files, and those can be read.',
  details: `One finding for each item of which a part was not read: a contract of every system; for each quality, latency (or deadline) and cost alert its rule with threshold, window and receiver; a passed fallback and rollback drill; CODEOWNERS and the runbook; the price of every metered model, and at \`full\` the bill (an allocation if nothing is metered); the output schema where one is named; the flag, unless the system is reverted without one.

A part may be in a system that no file shows. Then someone other than the champion signs for it: \`exceptions: [{rule: evidence/unproven, at: monitoring, why, by, until}]\`, for at most 90 days. Rows that the \`source\` of results names are counted again, up to 10 MiB a file. Results without rows that could be counted need \`by\`, who is neither the champion nor a vendor.`,
  principles: ['all-seven', 'unlocked-by-evidence'],
  fields: fields`integration monitoring fallback drills owner cost guardrails rollback`,
  references: ['ML Test Score, scoring: a test counts when it is documented and its result is shared'],
  examples: {
    files: { 'api.yaml': 'openapi: 3.1.0\ninfo: {title: a, version: 1.0.0}\npaths: {/a: {get: {}}}\n' },
    ...both`integration:  «|# expect: evidence/unproven»
  - {system: helpdesk, direction: both, mode: live, contract: «api.yaml|https://example.com/api», owner: acme/tools, effort: 9d, status: done}`,
  },

  *check(context) {
    const { missing, gate, pilot, faults } = context
    for (const item of items) {
      const section = sectionOf[item]
      // A missing item is reported by the rule that misses it, and what cannot be read by the schema.
      const isUnread = faults.some(({ path, meant }) => path[0] === section || meant?.[0] === section)
      if (missing.some((one) => one.item === item) || isUnread || pilot[section] === undefined) continue
      const lacking = partsOf(context, item, gate).filter(
        ({ state, isTold, path }) => state === 'unproven' && !isTold && unread(faults, path) === undefined,
      )
      const [first] = lacking
      if (first === undefined) continue
      const more = lacking.length === 1 ? '' : `, and ${lacking.length - 1} more`
      yield {
        path: [section],
        message: `${item} is not proven: ${first.why}${more}`,
        help:
          item === 'rollback' && isStillOff(context)
            ? `turn the flag on for the share of ${gate} in the commit that sets \`stage: ${gate}\``
            : `name the file that proves it, or add an exception for evidence/unproven with at: ${section}`,
        related: lacking.slice(0, 5).map(({ path }) => ({ path, label: 'not proven' })),
      } satisfies Finding
    }
    for (const { stage, value } of judged(context)) {
      const { by, origin, uncounted } = value
      const found = by === undefined ? undefined : unfit(by, pilot)
      if (origin === 'shown' || (by !== undefined && found === undefined) || !reaches(gate, 'limited')) continue
      yield {
        path: ['rollout', stage, 'results'],
        message: `results of ${stage} ${found ? `are stated only by ${found.who}` : 'have neither `by` nor a countable `source`'}${uncounted === undefined ? '' : `: ${uncounted}`}`,
        help: 'add "by", the team that states them, or "source" with the file and its SHA-256',
      }
    }
  },
}
