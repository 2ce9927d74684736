/** A temporary repository with the history of an example; whoever asks for it removes it. */
export function repositoryOf(name: string): string
