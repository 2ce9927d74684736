import { type Document, isMap, isScalar, parseDocument } from 'yaml'
import type { Diagnostic } from '../../src/lint/report.ts'
import type { Path } from '../../src/yaml/path.ts'

const pathOf = (dotted: string): Path =>
  dotted === ''
    ? []
    : dotted.split(/[.[\]]+/).flatMap((step) => (step === '' ? [] : [/^\d+$/.test(step) ? Number(step) : step]))

/** The file as somebody leaves it who pastes the YAML of the help to where the help says. */
export const paste = (yaml: string, { help, path }: Pick<Diagnostic, 'help' | 'path'>): string => {
  const written = parseDocument(help)
  if (written.errors.length > 0) throw new Error(`the help is no YAML: ${help}`)
  const [, dotted = ''] = / {2}# (?:in|add to) ([^:]*)/.exec(help) ?? []
  const holder = pathOf(dotted)
  const document: Document = parseDocument(yaml)
  if (help.startsWith('- ')) document.addIn(holder, written.getIn([0]))
  else if (help.startsWith('{')) {
    const at = [...holder, path[holder.length]]
    if (document.hasIn(at)) document.setIn(at, written.contents)
    else document.addIn(holder, written.contents)
  } else if (isScalar(written.contents)) document.setIn(path, written.contents)
  else {
    if (!isMap(written.contents)) throw new Error(`the help is no map: ${help}`)
    for (const { key, value } of written.contents.items)
      document.setIn([...holder, isScalar(key) ? key.value : key], value)
  }
  return document.toString({ lineWidth: 0 })
}
