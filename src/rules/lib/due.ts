import { after, isStage, later, production, reaches, type Stage } from '../../model/stage.ts'
import type { Path } from '../../yaml/path.ts'

/** The stage from which a file has to exist; undefined if none requires it. */
export const dueAt = (path: Path, gate: Stage): Stage | undefined => {
  const [section, key, field] = path.map(String)
  if (section === 'cost' && (key === 'bill' || key === 'allocation')) return 'full'
  if (section !== 'rollout' || key === undefined || !isStage(key)) return production
  if (field !== 'results' && field !== 'prove') return later(production, key)
  // Results and the review of a stage are written when it ends.
  const next = key === 'full' ? 'full' : after(key)
  return next !== undefined && reaches(gate, next) ? next : undefined
}
