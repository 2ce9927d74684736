/** What the environment is called in which customers are. */
export const live: readonly string[] = ['prod', 'prd', 'production', 'live']

/** What environments are called in which no customer is, and nothing else. */
const never = new Set(
  (
    'staging stag stg dev develop development sandbox test testing tst uat acceptance preprod preprd preproduction nonprod ' +
    'nonproduction'
  ).split(' '),
)

/** What may be called so for another reason: a namespace for the training of models. */
const seldom = new Set('stage qa ci int integration training demo perf performance preview'.split(' '))

/** Words beside which an environment is none of production: `pre-prod`, `prod-like`. */
const before = new Set(['pre', 'non', 'not', 'no', 'shadow'])
const behind = new Set(['like', 'shadow'])

const wordsOf = (name: string): string[] =>
  name
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean)

const isNever = (word: string, at: number, words: readonly string[]): boolean =>
  never.has(word) || (live.includes(word) && (before.has(words[at - 1] ?? '') || behind.has(words[at + 1] ?? '')))

/** Whether an environment is called as one in which no customer is: `staging`, `qa1`, `pre-prod`. */
export const isAside = (name: string): boolean => {
  const words = wordsOf(name)
  return words.some(isNever) || (words.some((word) => seldom.has(word)) && !words.some((word) => live.includes(word)))
}

/** Whether an environment is called as one in which customers are: `production-eu`. */
export const isLive = (name: string): boolean => wordsOf(name).some((word) => live.includes(word)) && !isAside(name)

/** What may end the name of something else: `order-acceptance`. */
const ordinary = new Set(['acceptance', 'test', 'testing'])

/** Whether what runs in several environments is called after one in which no customer is: `orders-uat`. */
export const endsAside = (name: string): boolean => {
  const words = wordsOf(name)
  const last = words.at(-1)
  return last !== undefined && (words.length === 1 || !ordinary.has(last)) && isNever(last, words.length - 1, words)
}
