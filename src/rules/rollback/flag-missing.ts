import { quote } from '../../values/text.ts'
import { both, type Rule } from '../lib/rule.ts'

export const flagMissing: Rule = {
  id: 'rollback/flag-missing',
  severity: 'error',
  from: 'limited',
  summary: 'The rollback flag exists in its file, and its default is off',
  why: 'A missing flag is discovered when it is needed. A default that is on turns the system on for everyone when the flag service fails.',
  details: `Supports flagd, the client features of Unleash, and the file data of LaunchDarkly SDKs. The default (\`defaultVariant\` of flagd, \`offVariation\` of LaunchDarkly) must not turn the system on, with the value \`true\` or a name or value such as \`on\`, \`ai\`, \`treatment\` or \`enabled\`. \`off\`, \`control\`, \`old\`, \`baseline\`, \`false\`, unknown names and a disabled flag are accepted.

Argo Rollouts and Flagger manifests contain no flag and are not judged. Any other format is unverified.`,
  principles: ['rollback'],
  fields: ['rollback.how.feature_flag', 'rollback.how.file'],
  references: ['flagd, flag definitions: state, variants, defaultVariant'],
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
    if (fact?.state !== 'found' || key === undefined) return
    const { file } = fact
    const { flag, near } = fact.value
    const path = ['rollback', 'how', 'feature_flag']
    if (flag === undefined)
      yield {
        path,
        message: `${file} has no flag named ${quote(key)}`,
        help: near ? `did you mean ${near}?` : `add the flag to ${file}, or change \`feature_flag\``,
      }
    const fallback = flag?.disabled === undefined ? flag?.fallback : undefined
    if (fallback?.role === 'treatment')
      yield {
        path,
        message: `the default of ${quote(key)} is ${quote(fallback.value)}, which turns the system on`,
        help: 'set the default to the variant that turns the system off; the split decides who gets it',
        elsewhere: [{ file, range: fallback.range, label: 'the default' }],
      }
  },
}
