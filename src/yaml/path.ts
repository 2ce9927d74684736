/** Where in the data: map keys and list indexes from the root, as in `['rollback', 'when', 0]`. */
export type Path = readonly (string | number)[]

/** The path as a JSON pointer. Source: RFC 6901. */
export const pointer = (path: Path): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** Whether `inner` is `outer` or lies below it. */
export const isWithin = (inner: Path, outer: Path): boolean =>
  inner.length >= outer.length && outer.every((step, at) => inner[at] === step)

/** The path as it is written in messages: `rollback.when[0].is`. */
export const dotted = (path: Path): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  )
