/** Names of labels that say in which environment something runs, or in which arm, with values that no customer meets. */
const apart: readonly (readonly [names: readonly string[], values: readonly string[]])[] = [
  [
    ['env', 'environment', 'deployment_environment', 'deployment_environment_name'],
    ['staging', 'stage', 'stg', 'test', 'testing', 'qa', 'dev', 'development', 'sandbox'],
  ],
  [['variant', 'arm', 'group', 'cohort', 'experiment_arm', 'experiment_group'], ['control']],
]

const matcher = /(?:^|[{,])\s*"?(\w{1,60})"?\s*=~?\s*(["'`])([\w|-]{1,200})\2/g

/** The label that picks out what no customer meets, as `env="staging"`; `matchers` is the text between the braces. */
export const narrowedBy = (matchers: string): string | undefined => {
  for (const [, name = '', , value = ''] of matchers.slice(0, 1000).matchAll(matcher)) {
    const [, values = []] = apart.find(([names]) => names.includes(name.toLowerCase())) ?? []
    if (value.split('|').every((one) => values.includes(one.toLowerCase()))) return `${name}="${value}"`
  }
  return undefined
}
