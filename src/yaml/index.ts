export { decode } from './decode.ts'
export {
  type Comment,
  type Document,
  parse,
  type ReadableDocument,
} from './document.ts'
export { excerptOf } from './excerpt.ts'
export { isThousandsLeftover } from './repeats.ts'
