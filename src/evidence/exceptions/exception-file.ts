import { malformed, type Reader, type Repository, read } from '../reading/kind.ts'
import { openPart, readPartFile } from '../reading/part-file.ts'
import { type ExceptionList, type Exceptions, realFileOf } from './exceptions.ts'

export const reader: Reader<ExceptionList> = ({ file, bytes }) => {
  const opened = openPart(file, bytes)
  if ('state' in opened) return opened
  const { data } = opened
  return Array.isArray(data) ? read({ ...opened, data }) : malformed('is not a list of exceptions', opened.locate([]))
}

export const readExceptions = async (reference: string, repository: Repository): Promise<Exceptions | undefined> => {
  const fact = await readPartFile(reference, reader, repository)
  return fact?.state === 'found' ? { ...fact, file: realFileOf(fact.file, repository.port) } : fact
}
