/** What the environment is called in which customers are. */
export const live: readonly string[] = ['prod', 'prd', 'production', 'live']

/** What environments are called in which no customer is. */
export const aside: readonly string[] = [
  'staging',
  'stage',
  'stg',
  'test',
  'testing',
  'qa',
  'dev',
  'development',
  'sandbox',
]
