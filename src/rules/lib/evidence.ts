import type { PromptBeside } from '../../evidence/history/prompt.ts'
import { shortly } from '../../repo/port.ts'
import { addDays, date, type IsoDate } from '../../values/index.ts'

export const percent = (fraction: number): string => `${Number((100 * fraction).toFixed(1))}%`

/** `small-2-20260801`, `ranker-2026-06-29-a`. */
const dated = /(?<!\d)(20\d{2})(-?)(\d{2})\2(\d{2})(?!\d)/

/** The date in the id of a model, unless it is in the future. */
export const pinnedOn = (id: string | undefined, today: IsoDate): IsoDate | undefined => {
  const [, year, , month, day] = dated.exec(id?.slice(0, 200) ?? '') ?? []
  const parsed = date.parse(`${year}-${month}-${day}`)
  return parsed.ok && parsed.value <= addDays(today, 1) ? parsed.value : undefined
}

/** What to do about an older prompt, where `again` says what to run with the current one. */
export const promptHelp = ({ unread, commit }: PromptBeside, again: string): string =>
  unread === undefined
    ? `${again}; git diff ${shortly(commit)} shows the changes`
    : `set \`model.prompt\` to the text file of the prompt, or ${again}`
