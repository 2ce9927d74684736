import type { FileReading } from '../../repo/port.ts'
import { once } from '../../values/once.ts'
import { field } from '../../yaml/data.ts'
import { documentIn } from './documents.ts'
import { unknown } from './kind.ts'

const decoded = (step: string): string => {
  try {
    return decodeURIComponent(step)
  } catch {
    return step
  }
}

/** What a JSON pointer leads to, as it stands behind the `#` of a reference. Source: RFC 6901, section 6. */
export const valueAt = (pointer: string, data: unknown): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => decoded(step).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((part, step) => (Array.isArray(part) ? part[Number(step)] : field(part, step)), data)

/** Tells whether a pointer leads to something in a file; undefined if unknown. Each file is parsed once. */
export const pointsIn = (
  read: (file: string) => FileReading,
): ((file: string, pointer: string) => boolean | undefined) => {
  const documentOf = once((file: string) => {
    const reading = /\.(?:json|ya?ml)$/i.test(file) ? read(file) : undefined
    return reading?.ok ? documentIn({ file, bytes: reading.bytes }, unknown('is empty')) : undefined
  })
  return (file, pointer) => {
    const document = documentOf(file)
    return document?.state === 'read' ? valueAt(pointer, document.value.data) !== undefined : undefined
  }
}
