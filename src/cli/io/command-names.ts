/** What the first word of a command line may be, where it is no path. */
export const commandNames = [
  'lint',
  'init',
  'next',
  'cost',
  'rollout',
  'rehearse',
  'results',
  'diff',
  'explain',
  'rules',
  'schema',
  'config',
  'baseline',
  'merge',
  'completion',
  'help',
] as const

export type CommandName = (typeof commandNames)[number]
