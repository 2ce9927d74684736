/** One condition on a label: any of these values, or none of them. */
type Asked = { readonly name: string; readonly isNot: boolean; readonly values: readonly string[] }

/** Real conditions have fewer alternatives, and shallower brackets. */
const maxAlternatives = 20

/** As PromQL writes it. */
const matcherOf = ({ name, isNot, values }: Asked): string => {
  const value = values.map((one) => one.replaceAll(/[*%]/g, '.*')).join('|')
  const [is, not] = /[|*]/.test(value) ? ['=~', '!~'] : ['=', '!=']
  return `${name}${isNot ? not : is}"${value}"`
}

const mark = '\u0001'
const tokens = new RegExp(`${mark}(\\d+)|\\b(and|or|not)\\b|([!,()])|[^\\s,()!${mark}]+`, 'gi')

/**
 * What each alternative of a condition asks for, as matchers of PromQL: `env:prod AND (a:b OR a:c)` has two. `atom` finds
 * the conditions on single labels; what else there is may pick out anything.
 */
export const alternativesIn = (
  text: string,
  atom: RegExp,
  asked: (match: readonly (string | undefined)[]) => Asked,
): readonly string[] => {
  const atoms: Asked[] = []
  const bare = text.replaceAll(atom, (...match) => ` ${mark}${atoms.push(asked(match)) - 1} `)
  const all = [...bare.matchAll(tokens)].map(([, index, word = '', sign = '']) => ({
    asked: index === undefined ? undefined : atoms[Number(index)],
    sign: word.toLowerCase() || sign,
  }))
  let at = 0
  const operand = (isTurned: boolean, depth: number): readonly string[] => {
    const token = all[at]
    at += 1
    if (token === undefined || depth > maxAlternatives) return ['']
    if (token.sign === 'not' || token.sign === '!') return operand(!isTurned, depth + 1)
    if (token.sign !== '(')
      return [token.asked ? matcherOf({ ...token.asked, isNot: token.asked.isNot !== isTurned }) : '']
    const inner = either(depth + 1)
    at += 1
    // If the whole is negated, what is left is unknown.
    return isTurned ? [''] : inner
  }
  const both = (depth: number): readonly string[] => {
    let found: readonly string[] = ['']
    for (let sign = all[at]?.sign; at < all.length && sign !== 'or' && sign !== ')'; sign = all[at]?.sign) {
      if (sign === 'and' || sign === ',') at += 1
      else {
        const more = operand(false, depth)
        found =
          found.length * more.length > maxAlternatives
            ? ['']
            : found.flatMap((one) => more.map((other) => `${one},${other}`))
      }
    }
    return found
  }
  const either = (depth: number): readonly string[] => {
    const found = [...both(depth)]
    while (all[at]?.sign === 'or' && found.length < maxAlternatives) {
      at += 1
      found.push(...both(depth))
    }
    return found
  }
  return either(0)
}
