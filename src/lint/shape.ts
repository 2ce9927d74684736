import type { ErrorObject } from 'ajv'
import type { Fault } from '../model/fault.ts'
import { validate } from '../model/generated/pilot-validator.js'
import type { Path } from '../yaml/path.ts'
import { usedBranches } from './branches.ts'
import { valueAt } from './data.ts'
import { explain } from './shape-messages.ts'

/** More faults than this tell nobody more. */
const most = 100

const unescapeStep = (step: string) => step.replaceAll('~1', '/').replaceAll('~0', '~')

const pathOf = (data: unknown, instancePath: string): Path => {
  const path: (string | number)[] = []
  for (const step of instancePath.split('/').slice(1).map(unescapeStep))
    path.push(Array.isArray(valueAt(data, path)) ? Number(step) : step)
  return path
}

// ajv points at the map for what concerns a key of it; the key is only in `params`.
const keyOf = ({ params, propertyName }: ErrorObject): string | undefined =>
  params.additionalProperty ?? params.missingProperty ?? params.propertyName ?? propertyName

// `{full: 60,000/month}` is read as two entries: the half that is a bare number is the same mistake.
const withoutHalves = (faults: readonly Fault[]): Fault[] => {
  const halves = new Set(faults.map(({ half }) => half && JSON.stringify(half)))
  return faults.filter(({ kind, path }) => kind !== 'bare-number' || !halves.has(JSON.stringify(path)))
}

/** What of the data the published schema refuses, each part once, in the order of the file. */
export const shape = (data: unknown): Fault[] => {
  if (validate(data)) return []
  const faults = new Map<string, Fault>()
  for (const error of usedBranches(validate.errors ?? [])) {
    if (error.keyword === 'propertyNames') continue
    const key = keyOf(error)
    const parent = pathOf(data, error.instancePath)
    const path = key === undefined ? parent : [...parent, key]
    const id = JSON.stringify(path)
    if (!faults.has(id)) faults.set(id, explain(error, path, data))
    if (faults.size === most) break
  }
  return withoutHalves([...faults.values()])
}
