import { parseJson } from '../../yaml/json.ts'
import type { Reader } from '../reader.ts'
import { malformed, read, unknown } from '../reading.ts'
import { dialects } from './dialects.ts'
import type { EvalResults } from './eval-results.ts'
import { readRun } from './mlflow.ts'

export type { EvalResults } from './eval-results.ts'

/** Reads the results of a run on the eval set: the JSON of promptfoo, DeepEval or Inspect, or a count of errors. */
export const reader: Reader<EvalResults> = ({ file, bytes }) => {
  if (!/\.json$/i.test(file)) return unknown('is no JSON of promptfoo, DeepEval or Inspect')
  const parsed = parseJson(bytes)
  if (!parsed.ok) return malformed(`cannot be read: ${parsed.problem.message}`, parsed.problem.range)
  for (const dialect of dialects) {
    const found = dialect(parsed.data)
    if (found === undefined) continue
    return 'malformed' in found ? malformed(found.malformed, parsed.locate([found.key])) : read(found)
  }
  return unknown('is no result of promptfoo, DeepEval or Inspect')
}

/** Reads the folder of a run of MLflow. */
export const folderReader: Reader<EvalResults> = ({ file }, port) => readRun(file, port)
