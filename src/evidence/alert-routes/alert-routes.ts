import { fromFile, named, nothing } from '../reading/follow.ts'
import type { Kind, Located } from '../reading/kind.ts'

/** To whom an alert with these labels goes; undefined where that depends on a label that its series may add. */
export type AlertRoutes = {
  readonly receiversOf: (labels: ReadonlyMap<string, string>) => readonly Located<string>[] | undefined
}

export const alertRoutes: Kind<AlertRoutes> = {
  fields: ['monitoring.routes'],
  formats: [{ name: 'Alertmanager', files: '`.yml`, `.yaml`' }],
  follow: ({ monitoring }) => named(['monitoring', 'routes'], monitoring?.routes),
  read: fromFile(() => import('./alertmanager.ts')),
  unread: nothing,
}
