export {
  type Comment,
  type Document,
  parse,
  type ReadableDocument,
} from './document.ts'
export { isThousandsLeftover } from './repeats.ts'
