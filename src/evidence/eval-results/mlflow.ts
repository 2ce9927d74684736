import type { Port } from '../../repo/port.ts'
import type { IsoDate } from '../../values/index.ts'
import { decode } from '../../yaml/decode.ts'
import { type Reading, read, unknown } from '../reading.ts'
import { dayAt } from './dialects.ts'
import type { EvalResults } from './eval-results.ts'

/** A metric of a run is a few lines. */
const mostBytes = 64 * 1024

type Point = { readonly value: number; readonly on: IsoDate | undefined }

const join = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`)

/** The last line of a metric: `<ms> <value> <step>`. */
const lastOf = (port: Port, file: string): Point | undefined => {
  const reading = port.read(file, mostBytes)
  const decoded = reading.ok ? decode(reading.bytes) : undefined
  const text = decoded !== undefined && 'text' in decoded ? decoded.text : ''
  const last = text.trimEnd().split('\n').at(-1)?.slice(0, 200) ?? ''
  const [, at, value] = /^(\d{1,15}) (-?\d[\d.eE+-]{0,30})(?: \d{1,12})?\r?$/.exec(last) ?? []
  const number = Number(value)
  return value !== undefined && Number.isFinite(number) ? { value: number, on: dayAt(Number(at)) } : undefined
}

const passing = ['passed', 'pass_count', 'num_passed', 'tests_passed', 'correct']
const failing = ['failed', 'fail_count', 'num_failed', 'tests_failed', 'wrong']

const count = (point: Point | undefined): number | undefined =>
  point !== undefined && Number.isSafeInteger(point.value) && point.value >= 0 ? point.value : undefined

/**
 * Reads a run of MLflow's file store: the folder of the run, or its folder `metrics`. Counts only where metrics are
 * named for them. Source: MLflow, FileStore.
 */
export const readRun = (folder: string, port: Port): Reading<EvalResults> => {
  const metrics = port.look(join(folder, 'metrics')).ok ? join(folder, 'metrics') : folder
  const isRun = metrics !== folder || port.look(`${folder.replace(/\/?metrics$/, '')}/meta.yaml`).ok
  const listing = port.list(metrics)
  const files = listing.ok ? listing.entries.filter(({ kind }) => kind === 'file').slice(0, 1000) : []
  if (!isRun || files.length === 0) return unknown('is a folder, and no run of MLflow')
  const find = (names: readonly string[]): Point | undefined => {
    const name = names.find((one) => files.some((file) => file.name === one))
    return name === undefined ? undefined : lastOf(port, join(metrics, name))
  }
  const [passed, failed] = [find(passing), find(failing)]
  const any = passed ?? failed ?? lastOf(port, join(metrics, files[0]?.name ?? ''))
  if (any === undefined) return unknown('is a folder, and no run of MLflow')
  return read({
    tool: 'MLflow',
    passed: count(passed),
    failed: count(failed),
    errors: undefined,
    on: any.on,
    model: undefined,
  })
}
