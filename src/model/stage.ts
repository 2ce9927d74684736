/** The stages of a pilot, in the order in which they are reached. */
export const stages = ['pilot', 'shadow', 'limited', 'progressive', 'full'] as const

export type Stage = (typeof stages)[number]

/** The stages in which a share of the traffic meets the system. */
export const exposedStages = ['shadow', 'limited', 'progressive', 'full'] as const

export type ExposedStage = (typeof exposedStages)[number]

/** The first stage in which a customer meets the system: production begins here. */
export const production: Stage = 'limited'

export const isStage = (text: string): text is Stage => (stages as readonly string[]).includes(text)

/** Whether `stage` is `from` or comes after it. */
export const reaches = (stage: Stage, from: Stage): boolean => stages.indexOf(stage) >= stages.indexOf(from)

export const later = (one: Stage, other: Stage): Stage => (reaches(one, other) ? one : other)

/** The stage that promotion leads to; nothing after `full`. */
export const after = (stage: Stage): Stage | undefined => stages[stages.indexOf(stage) + 1]
