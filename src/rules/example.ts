import type { Stage } from '../model/stage.ts'
import { memory } from '../repo/memory.ts'
import type { Committed, Port } from '../repo/port.ts'
import type { Rule } from './rule.ts'

/** A fragment as a whole file: the keys that every file has are added at its end, so that its lines keep their numbers. */
export const wholeFile = (yaml: string, stage: Stage): string => {
  const rest = Object.entries({ version: '1', id: 'example', stage })
  const missing = rest.filter(([key]) => !new RegExp(`^${key}:`, 'm').test(yaml))
  return `${yaml.trimEnd()}\n${missing.map(([key, value]) => `${key}: ${value}\n`).join('')}`
}

/** The repository around a fragment that is its pilot.yaml: the files beside it, and the versions committed before. */
export const exampleRepository = (
  files: { readonly [path: string]: string | Uint8Array },
  past?: Rule['examples']['past'],
  committed?: Committed,
): { readonly port: Port; readonly file: string } => {
  const versions = past?.map(({ date, yaml }, at) => ({
    commit: String(past.length - at).repeat(40),
    date,
    path: 'pilot.yaml',
    bytes: new TextEncoder().encode(wholeFile(yaml, 'pilot')),
  }))
  return { port: memory({ 'pilot.yaml': '', ...files }, versions, committed), file: 'pilot.yaml' }
}
