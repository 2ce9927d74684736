/** The text of each file, undefined where it is not there yet. */
export type Files = { readonly [path: string]: string | undefined }

/** The commits of the repository that an example stands for, the first one first. */
export function commitsOf(name: string): readonly { readonly day: string; readonly files: Files }[]

/** A temporary repository with the history of an example; whoever asks for it removes it. */
export function repositoryOf(name: string): string
