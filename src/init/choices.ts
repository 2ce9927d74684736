/** What `--with` can write. */
export const skeletons = ['runbook', 'drills', 'results'] as const

export type Skeleton = (typeof skeletons)[number]

/** Where `--ci` can write a job. */
export const forges = ['github', 'gitlab'] as const

export type CodeHost = (typeof forges)[number]
