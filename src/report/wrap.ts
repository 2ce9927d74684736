import stringWidth from 'string-width'

/** The text in lines of at most `width` columns, broken between words; a longer word stays whole. */
export const wrap = (text: string, width: number): string[] => {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const word of text.split(' ')) {
    const size = stringWidth(word)
    if (line !== '' && used + 1 + size > width) {
      lines.push(line)
      line = word
      used = size
    } else {
      line = line === '' ? word : `${line} ${word}`
      used = line === word ? size : used + 1 + size
    }
  }
  return [...lines, line]
}
