import { fields, type Rule } from '../lib/rule.ts'

export const historyUnread: Rule = {
  id: 'evidence/history-unread',
  severity: 'error',
  from: 'limited',
  waivable: false,
  needs: ['history'],
  summary: 'The committed versions of pilot.yaml can be read, and git tracks its evidence',
  why: 'A bar that moved after the results is only seen in the history. A shallow clone hides it.',
  details: `From \`limited\` on, every version of the file must be readable: it is committed, git tracks every file that it names, and the clone is not shallow, or ends before \`success.agreed\` and \`started\`; with \`adopted\` it must be whole. A partial clone that has the versions is enough; \`git log -p -- pilot.yaml\` fetches them. In CI, GitHub needs \`fetch-depth: 0\`, GitLab \`GIT_DEPTH: "0"\`, Azure \`fetchDepth: 0\` and Bitbucket \`clone: {depth: full}\`; the help names the setting of the CI system that the repository uses. A bar that moved within the commits of a shallow clone is an error as well. \`--no-history\` judges without it; the verdict then reads PARTIAL and is never READY.`,
  principles: ['held-bar'],
  fields: fields`stage success`,
  references: ['EU AI Act, Article 9(8): prior defined metrics and thresholds'],
  examples: {
    files: { 'analytics/deflection.sql': 'select 1\n' },
    ready: 'use_case: {unit: conversation}',
    notReady: 'success: {metric: m_rate}  # expect: evidence/history-unread',
  },

  *check({ facts }) {
    const { history, untracked } = facts
    for (const { path, file } of untracked)
      yield { path, message: `git does not track ${file}`, help: `git add ${file}` }
    if (history === undefined || history.state === 'found') return
    yield {
      path: ['success'],
      message: `the history of ${history.file} was not read: ${'why' in history ? history.why : `it ${'problem' in history ? history.problem : 'is missing'}`}`,
      help: 'help' in history ? (history.help ?? '') : 'move what changes often to files of its own',
    }
  },
}
