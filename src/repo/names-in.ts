import { opendirSync } from 'node:fs'

/** The names in a folder, in no order, and not more than one beyond `most`. Throws what the system says. */
export const namesIn = (folder: string, most: number): string[] => {
  const names: string[] = []
  const handle = opendirSync(folder)
  try {
    for (let entry = handle.readSync(); entry && names.length <= most; entry = handle.readSync())
      names.push(entry.name)
  } finally {
    handle.closeSync()
  }
  return names
}
