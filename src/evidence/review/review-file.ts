import { validate } from '../../model/generated/review-validator.js'
import { date, type IsoDate } from '../../values/index.ts'
import { nowhere, type Range } from '../../yaml/lines.ts'
import { documentIn } from '../reading/documents.ts'
import { malformed, type Reader, read, unknown } from '../reading/kind.ts'
import { partOf } from '../reading/part.ts'

/** What experts found where traffic can never be enough for statistics. */
export type Review = {
  readonly cases: number
  readonly passed: number
  readonly on: IsoDate
  readonly by: string
  readonly range: (key: 'cases' | 'passed' | 'on' | 'by') => Range
}

/** Reads a review as its published schema says. */
export const reader: Reader<Review> = (source) => {
  if (!/\.(?:ya?ml|json)$/i.test(source.file)) return unknown('is neither YAML nor JSON')
  const found = documentIn(source, malformed('is not a review', nowhere))
  if (found.state !== 'read') return found
  const { data, locate } = found.value
  const whole = partOf(found.value)
  if (!validate(data)) {
    const [error] = validate.errors ?? []
    const { missingProperty: missing, additionalProperty: extra } = error?.params ?? {}
    if (typeof missing === 'string') return malformed(`has no \`${missing}\``, locate([]))
    if (typeof extra === 'string') return malformed('has an unknown key', locate([extra], 'key'))
    const key = error?.instancePath.split('/')[1]
    return key ? malformed(`has an invalid \`${key}\``, locate([key])) : malformed('is not a review', locate([]))
  }
  const [cases, passed] = [whole.count('cases') ?? 0, whole.count('passed') ?? 0]
  const on = date.parse(whole.text('on') ?? '')
  if (!on.ok) return malformed('has a day in `on` that does not exist', locate(['on']))
  if (passed > cases) return malformed('has more `passed` than `cases`', locate(['passed']))
  return read({ cases, passed, on: on.value, by: whole.text('by') ?? '', range: (key) => locate([key], 'value') })
}
