import { parseStructured } from '../../yaml/stream.ts'
import type { Reader } from '../reader.ts'
import { malformed, unknown } from '../reading.ts'
import { field } from '../value.ts'
import { readApi } from './api.ts'
import type { Contract } from './contract.ts'
import { readOdcs } from './odcs.ts'

export type { Contract } from './contract.ts'

/** Reads the contract with a system: ODCS, OpenAPI or AsyncAPI, told apart by what stands in the file. */
export const reader: Reader<Contract> = ({ file, bytes }) => {
  if (!/\.(?:json|ya?ml)$/i.test(file)) return unknown('is no ODCS, OpenAPI or AsyncAPI file')
  const parsed = parseStructured(file, bytes)
  if (!parsed.ok) return malformed(`cannot be read: ${parsed.problem.message}`, parsed.problem.range)
  const [document, second] = parsed.documents
  if (document === undefined) return unknown('is empty')
  if (second !== undefined) return unknown('holds several documents, of which nobody can say which counts')
  const api = ['openapi', 'swagger', 'asyncapi'].find((key) => field(document.data, key) !== undefined)
  if (api !== undefined) return readApi(document, api)
  if (field(document.data, 'kind') === 'DataContract') return readOdcs(document)
  return unknown('is no ODCS, OpenAPI or AsyncAPI file')
}
