import type { Repository } from '../evidence/gather.ts'
import type { Document } from '../yaml/index.ts'
import { valueAt } from './data.ts'
import type { Followed } from './included.ts'

/** The file with the cost section that it includes, where it includes one: only then is anything more loaded. */
export const wholeOf = async (
  document: Extract<Document, { ok: true }>,
  repository: Repository | undefined,
): Promise<Followed> => {
  const reference = valueAt(document.data, ['cost', 'include'])
  if (typeof reference !== 'string' || reference === '' || repository === undefined)
    return { document, faults: [], section: undefined }
  return (await import('./included.ts')).followInclude(document, reference, repository)
}
