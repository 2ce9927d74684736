import { folderOf } from '../../repo/names.ts'
import { documentsIn } from '../reading/documents.ts'
import { secondsOf } from '../reading/duration.ts'
import type { Repository } from '../reading/kind.ts'
import { type Part, partOf } from '../reading/part.ts'
import { isSane } from '../reading/value.ts'
import { windowFiles } from './window-files.ts'

/** The share of a budget that may be spent within a time, of a period; both in seconds. */
export type Spent = { readonly share: number; readonly over: number; readonly period: number }

export type Tier = 'page' | 'ticket'

export type Windows = { readonly [tier in Tier]: readonly Spent[] }

/** By which windows Sloth makes alerts. `usual` and `unread` complete a sentence that begins with the name of an alert. */
export type Catalogue = {
  readonly windows: readonly Windows[]
  /** Set where these are those of Sloth itself: it may be started with others. */
  readonly usual?: string
  readonly unread?: string
}

const hour = 3600
const day = 24 * hour

/** Source: Sloth, internal/alert/windows, google-30d.yaml and google-28d.yaml. Which counts is said when it is started. */
const ofSloth = [30 * day, 28 * day].map(
  (period): Windows => ({
    page: [
      { share: 0.02, over: hour, period },
      { share: 0.05, over: 6 * hour, period },
    ],
    ticket: [
      { share: 0.1, over: day, period },
      { share: 0.1, over: 3 * day, period },
    ],
  }),
)

/** Real files of windows are smaller. */
const maxBytes = 64 * 1024

const spentIn = (spec: Part, tier: Tier, speed: 'quick' | 'slow', period: number | undefined): Spent | undefined => {
  const over = secondsOf(spec.text(tier, speed, 'longWindow') ?? '')
  const percent = spec.number(tier, speed, 'errorBudgetPercent')
  if (!period || !over || percent === undefined || percent <= 0 || !isSane(percent)) return undefined
  return { share: percent / 100, over, period }
}

const windowsIn = (part: Part): Windows | undefined => {
  const spec = part.at('spec')
  const period = secondsOf(spec.text('sloPeriod') ?? '')
  const [page, ticket] = (['page', 'ticket'] as const).map((tier) =>
    (['quick', 'slow'] as const).flatMap((speed) => spentIn(spec, tier, speed, period) ?? []),
  )
  return page?.length === 2 && ticket?.length === 2 ? { page, ticket } : undefined
}

const usual = 'has the windows 1h, 6h, 1d and 3d unless Sloth is started with other ones'

/**
 * The windows of a repository, or those of Sloth where it holds none.
 * Source: Sloth, AlertWindows of sloth.slok.dev/v1, `--slo-period-windows-path`.
 */
export const catalogueBeside = (file: string, { port }: Repository): Catalogue => {
  const windows: Windows[] = []
  for (const path of windowFiles(folderOf(file), port)) {
    const reading = port.read(path, maxBytes)
    if (!reading.ok || !new TextDecoder('latin1').decode(reading.bytes).includes('AlertWindows')) continue
    const documents = documentsIn({ file: path, bytes: reading.bytes })
    const parts = documents.state === 'read' ? documents.value.map((one) => partOf(one)) : []
    const found = parts.filter((part) => part.text('kind') === 'AlertWindows').map(windowsIn)
    if (documents.state !== 'read' || found.includes(undefined))
      return { windows: ofSloth, unread: 'uses an `AlertWindows` file that cannot be read' }
    windows.push(...found.filter((one) => one !== undefined))
  }
  return windows.length > 0 ? { windows } : { windows: ofSloth, usual }
}
