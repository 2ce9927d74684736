export { isThousandsLeftover } from './data.ts'
export {
  type Comment,
  type Document,
  parse,
  type ReadableDocument,
} from './document.ts'
