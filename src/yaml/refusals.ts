import { excerpt, type Fault } from './fault.ts'

export const tagFault = (tag: string, start: number): Fault => ({
  message: `\`${excerpt(tag)}\` is a YAML tag, and tags are not read`,
  help: 'delete it; if the `!` belongs to the text, quote the value',
  start,
  end: start + tag.length,
})

export const directiveFault = (line: string, start: number): Fault => ({
  message: `\`${excerpt(line)}\` is a YAML directive, which changes how values are read`,
  help: 'delete the line: the file is always read as YAML 1.2',
  start,
  end: start + line.length,
})

export const documentFault = (start: number): Fault => ({
  message: 'a second document starts here',
  help: 'keep one document in a file, and delete this `---`',
  start,
  end: start + 3,
})

export const afterEndFault = (start: number): Fault => ({
  message: 'text follows the end mark `...`',
  help: 'delete the `...`, or what follows it',
  start,
  end: start + 1,
})

export const quoteFault = (start: number): Fault => ({
  message: 'the quotation that begins here is not closed',
  help: 'close it with the same mark; in single quotes, write two of them for an apostrophe',
  start,
  end: start + 1,
})

export const limitFault = (message: string, start: number): Fault => ({
  message: `the file has more than ${message}`,
  help: 'write it plainly: no declaration needs as many',
  start,
  end: start + 1,
})

export const escapeFault = (found: string, start: number): Fault => ({
  message: `\`${excerpt(found)}\` is an escape that YAML does not know`,
  help: 'write two backslashes for one, or use single quotes',
  start,
  end: start + found.length,
})

export const tabFault = (text: string, start: number, end = start + 1): Fault => ({
  kind: 'tab',
  ...(text[start - 1] === '-'
    ? { message: 'a tab stands after the `-`', help: 'write a space in its place' }
    : { message: 'a tab is used as indentation', help: 'indent with spaces' }),
  start,
  end,
})
