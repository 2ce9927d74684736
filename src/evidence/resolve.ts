/** Where a reference leads, relative to the root of the repository; undefined where it leaves it. */
export type Resolved = { readonly file: string; readonly anchor: string | undefined }

/** Whether the reference names another system instead of a file. */
export const isUrl = (reference: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(reference)

/**
 * Resolves a reference as it stands in the file `from`, itself relative to the root: by words alone, without a look
 * at the disk.
 */
export const resolveReference = (from: string, reference: string): Resolved | undefined => {
  const [path = '', ...anchors] = reference.split('#')
  const steps: string[] = []
  for (const step of [...from.split('/').slice(0, -1), ...path.split('/')]) {
    if (step === '' || step === '.') continue
    if (step !== '..') steps.push(step)
    else if (steps.pop() === undefined) return undefined
  }
  return { file: steps.join('/'), anchor: anchors.length === 0 ? undefined : anchors.join('#') }
}
