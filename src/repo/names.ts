// Names of files relative to the root of a repository, with `/` between their steps.

/** The folder of a file, `''` for the root. */
export const folderOf = (file: string): string => file.split('/').slice(0, -1).join('/')

/** The path of a name in a folder; the root has no name. */
export const pathIn = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`)

/** Where a path leads from a folder, without a look at the disk; `..` stays in front of what leads out. */
export const joined = (folder: string, path: string): string => {
  const steps: string[] = []
  for (const step of [...folder.split('/'), ...path.split('/')]) {
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}

/** Whether a joined path leads out of the repository. */
export const leadsOut = (path: string): boolean => path === '..' || path.startsWith('../')
