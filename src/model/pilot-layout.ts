import layout from './generated/layout.json' with { type: 'json' }
import type { Layout } from './layout.ts'

/** How the whole file is read. */
export const pilotLayout = layout as Layout
