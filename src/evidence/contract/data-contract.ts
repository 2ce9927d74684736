import { field, isMap } from '../../yaml/data.ts'
import { malformed, type Reading, read, unknown } from '../reading/kind.ts'
import type { Part } from '../reading/part.ts'
import { textOf, wordOf } from '../reading/value.ts'
import type { Contract } from './promised.ts'
import { idleAs, type Listed, promisesIn, type TimePromise } from './promises.ts'
import { timeOf } from './time.ts'

/** Words for how often; what is neither one of them nor a time is not read. */
const often: { readonly [word: string]: string } = { hourly: '1h', daily: '1d', weekly: '1w', monthly: '1mo' }

/** How late, or how often, and by which timestamp of which model. */
const promiseIn = (what: TimePromise['what'], level: Part, key: string, isAge = false): TimePromise[] => {
  const place = level.at(key)
  if (place.data === undefined) return []
  const word = textOf(place.data)?.trim().toLowerCase() ?? ''
  const value = timeOf(Object.hasOwn(often, word) ? often[word] : place.data, undefined, isAge)
  const element = level.text('timestampField') ?? level.text('sourceTimestampField')
  return [{ what, value, range: place.range(), elements: element === undefined ? [] : [element] }]
}

/** Reads a contract of the Data Contract Specification. Source: datacontract/datacontract-specification, 0.9 to 1.2. */
export const readDataContract = (document: Part): Reading<Contract> => {
  if (!/^(?:0\.9|1\.[0-2])(?:\.|$)/.test(wordOf(document.at('dataContractSpecification').data)))
    return unknown('has an unsupported version, expected 0.9 to 1.2')
  const [levels, models] = [document.at('servicelevels'), document.at('models')]
  if (levels.data !== undefined && levels.data !== null && !isMap(levels.data))
    return malformed('has a `servicelevels` that is not a mapping', levels.range('key'))
  const [age, frequency] = [levels.at('freshness'), levels.at('frequency')]
  // How old the youngest row may be says all, whenever it is loaded.
  const isTimed = frequency.at('interval').data === undefined && age.at('threshold').data === undefined
  const entries = [
    ...promiseIn('latency', age, 'threshold', true),
    ...promiseIn('latency', levels.at('latency'), 'threshold'),
    ...promiseIn('frequency', frequency, isTimed ? 'cron' : 'interval'),
  ]
  const listed = Object.entries(isMap(models.data) ? models.data : {}).map(([name, model]): Listed => {
    const fields = field(model, 'fields')
    return { names: [name], columns: Object.keys(isMap(fields) ? fields : {}) }
  })
  const isEmpty = models.data !== undefined && listed.length === 0
  const nothing = idleAs(document.text('info', 'status')) ?? (isEmpty ? 'has no table' : undefined)
  return read({
    dialect: 'Data Contract Specification',
    ...promisesIn(entries, listed),
    rateLimit: undefined,
    ...(nothing !== undefined && { nothing }),
  })
}
