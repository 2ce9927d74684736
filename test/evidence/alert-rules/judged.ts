import { lint } from '../../../src/lint/lint.ts'
import { broken } from '../../../src/rules/evidence/broken.ts'
import { ruleMismatch } from '../../../src/rules/monitoring/rule-mismatch.ts'
import { complete, repository, today } from '../../rules/table.ts'

/** What becomes of an alert that pilot.yaml declares: `wrong: …`, `open: …`, or `proven`. `rule` is the first word of a claim. */
export const judged = async (
  declared: string,
  rules: string,
  files: Parameters<typeof repository>[0],
): Promise<string> => {
  const [rule = '', fire = '', over = '', more = 'kind: quality, metric: wrong_rate'] = declared.split(' | ')
  const yaml = `monitoring:\n  rules: ${rules}\n  alerts:\n    - {${more}, fire: ${fire}, over: ${over}, rule: ${rule}}\ncost: {volume: {full: 60000/month}}\n`
  const { diagnostics, unverified } = await lint(complete(yaml, 'limited'), {
    file: 'pilot.yaml',
    for: 'limited',
    today,
    rules: [ruleMismatch, broken],
    exceptions: true,
    repository: repository(files),
  })
  const [wrong] = diagnostics.filter((one) => one.rule === ruleMismatch.id || one.rule === broken.id)
  const [open] = unverified
  if (wrong) return `wrong: ${wrong.message}`
  return open ? `open: ${open.why}` : 'proven'
}
