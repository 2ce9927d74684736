import { layoutAt, pilotLayout } from '../model/layout.ts'
import type { Path } from '../yaml/path.ts'
import { valueAt } from './data.ts'

/** The key of the long form that a list in shorthand leaves out at `path`. */
const leftOut = (path: Path): string | undefined => {
  const layout = layoutAt(pilotLayout, path)
  if (typeof layout !== 'object' || !('expand' in layout)) return undefined
  const { expand } = layout
  return typeof expand === 'object' ? expand.key : expand
}

/** Where a path of the model leads in the file: `progressive.steps[1]` is `progressive[1]` where the steps are a list. */
export const asWritten = (data: unknown, path: Path): Path => {
  let written: Path = []
  for (const [at, step] of path.entries()) {
    const isLeftOut = Array.isArray(valueAt(data, written)) && leftOut(path.slice(0, at)) === step
    if (!isLeftOut) written = [...written, step]
  }
  return written
}
