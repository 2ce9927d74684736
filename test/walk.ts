import { type Commits, judgeHeld, type lastOf } from './held.ts'

type Texts = ReturnType<typeof lastOf>

type Judged = { readonly code: number; readonly lines: ReadonlyMap<string, string> }

/** The exit code, and each line of the verdict in words, for a checkout with these files. */
export const judge = async (commits: Commits, now: number, files?: Texts): Promise<Judged> => {
  const { code, file } = await judgeHeld(commits, now, files)
  const { items, results, history } = file
  const lines = [...items, { ...results, item: 'results' }, { ...history, item: 'history' }]
  return { code, lines: new Map(lines.map(({ item, state, failed }) => [item, `${state} ${failed}`])) }
}

/** The lines that are not as good as a stage asks for. */
export const short = ({ lines }: Judged): string[] =>
  [...lines.values()].filter((line) => !/^(?:proven|stated|shown|read|none asked) false$/.test(line))

export const lostIn = (now: Judged, whole: Judged): string[] =>
  [...now.lines].filter(([item, line]) => line !== whole.lines.get(item)).map(([item]) => item)

/** Another thing in the place of a file: the files as they are then, with what pilot.yaml names instead. */
type Doing = (files: Texts, file: string) => Texts

const without = (files: Texts, file: string): Texts =>
  Object.fromEntries(Object.entries(files).filter(([path]) => path !== file))

const naming = (files: Texts, file: string, instead: string): Texts => ({
  ...files,
  'pilot.yaml': (files['pilot.yaml'] ?? '').replaceAll(file, instead),
})

export const doings: { readonly [name: string]: Doing } = {
  removed: without,
  emptied: (files, file) => ({ ...files, [file]: '' }),
  'a folder': (files, file) => ({ ...without(files, file), [`${file}/note.txt`]: '' }),
  'a file of another kind': (files, file) => ({ ...files, [file]: 'select count(*) from answers\n' }),
  'a file of no known form': (files, file) =>
    naming({ ...without(files, file), [`${file}.old`]: files[file] ?? '' }, file, `${file}.old`),
  'a page of another system': (files, file) => naming(files, file, `https://example.com/${file}`),
}
