import { quote } from '../../values/text.ts'
import { brokenFile } from '../lib/evidence.ts'
import { both, type Rule } from '../lib/rule.ts'

export const flagMissing: Rule = {
  id: 'rollback/flag-missing',
  severity: 'error',
  from: 'limited',
  summary: 'The flag that turns the system off is in its file, and its default is off',
  why: 'A switch that is not wired is found on the night it is needed; and one whose default is on turns the system on for everyone when the flag service fails.',
  details: `Read are flagd, the features of an Unleash server as its clients get them, and the file data of LaunchDarkly's SDKs. The default is the variant that is served where nothing else applies: \`defaultVariant\` of flagd, \`offVariation\` of LaunchDarkly. It must not turn the system on: its value is \`true\`, or its name or value says so (\`on\`, \`ai\`, \`treatment\`, \`enabled\`). \`off\`, \`control\`, \`old\`, \`baseline\` and \`false\` are fine, and so is a flag that is disabled; a name that says neither is left alone.

Argo Rollouts and Flagger manifests hold no flag: nothing is asked of them here. Any other form is unverified.`,
  principles: ['rollback'],
  fields: ['rollback.how.feature_flag', 'rollback.how.file'],
  references: ['flagd, flag definitions: state, variants, defaultVariant'],
  proves: ['rollback'],
  examples: {
    files: {
      'flags/support.flagd.json': `{
  "flags": {
    "order-status-ai": {
      "state": "ENABLED",
      "variants": {"off": false, "on": true},
      "defaultVariant": "off"
    }
  }
}
`,
    },
    ...both`rollback:
  how: {feature_flag: «order-status-ai|order-status», file: flags/support.flagd.json}   # expect: rollback/flag-missing`,
  },

  *check({ pilot: { rollback }, facts: { flag: fact } }) {
    const key = rollback?.how?.feature_flag
    const mend = 'mend the file: a flag that cannot be read cannot be turned off'
    yield* brokenFile(fact, ['rollback', 'how', 'file'], mend, 'here')
    if (fact?.state !== 'found' || key === undefined) return
    const { file } = fact
    const { flag, near } = fact.value
    const path = ['rollback', 'how', 'feature_flag']
    if (flag === undefined)
      yield {
        path,
        message: `${file} holds no flag named ${quote(key)}`,
        help: near ? `did you mean ${near}?` : `add the flag to ${file}, or name the one that is there`,
      }
    const fallback = flag?.disabled === undefined ? flag?.fallback : undefined
    if (fallback?.role === 'treatment')
      yield {
        path,
        message: `the default of ${quote(key)} is ${quote(fallback.value)}, which turns the system on`,
        help: 'make the variant that turns it off the default: who gets the system is said by the split',
        elsewhere: [{ file, range: fallback.range, label: 'the default' }],
      }
  },
}
