import type { Range } from '../yaml/lines.ts'
import type { Path } from '../yaml/path.ts'

/** The line of a value of a configuration, from 1. Apart from the reader of the file, which brings its validator along. */
export const lineOf = ({ range }: { readonly range: (path: Path) => Range }, path: Path): number =>
  range(path).start.line
