import { gap } from '../terraform/term.ts'
import { narrowedBy } from './expr.ts'

/** What only Terraform knows, by its name between two gaps; without one where it is computed. */
const hole = new RegExp(`${gap}([^${gap}]{0,300})${gap}`)

/** Whether a value of a label may pick out what no customer meets. */
const narrows = (label: string): boolean =>
  ['staging', 'shadow', 'control'].some((value) => narrowedBy(`{${label}="${value}"}`) !== undefined)

/** Hands each value of a label in a query over, and puts what comes back in its place. */
export type EachValue = (query: string, taken: (label: string, value: string) => string) => string

/**
 * Why a query with parts that only Terraform knows says nothing; completes a sentence that begins with the name of its
 * alert. What service is measured changes neither number nor time, where it is measured does.
 */
export const openIn = (query: string, eachValue: EachValue): string | undefined => {
  let place: string | undefined
  const rest = eachValue(query, (label, value) => {
    const [, name = ''] = hole.exec(value) ?? []
    if (name === '' || value.includes(gap + gap)) return value
    if (narrows(label)) place ??= `selects \`${label}\` by \`${name}\`, whose value only Terraform knows`
    return ''
  })
  const [, name] = hole.exec(rest) ?? []
  return name === undefined
    ? place
    : `depends on ${name === '' ? 'an expression' : `\`${name}\``}, whose value only Terraform knows`
}
