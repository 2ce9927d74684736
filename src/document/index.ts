export { isThousandsLeftover } from './data.ts'
export {
  type Comment,
  type Document,
  parse,
  type ReadableDocument,
  type UnreadableDocument,
} from './document.ts'
export type { SyntaxProblem } from './fault.ts'
