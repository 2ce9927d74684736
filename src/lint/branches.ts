import type { ErrorObject } from 'ajv'

const branchesOf = (union: ErrorObject, errors: readonly ErrorObject[]) => {
  const prefix = `${union.schemaPath}/`
  const inside = errors.filter(
    ({ schemaPath, instancePath }) =>
      schemaPath.startsWith(prefix) && `${instancePath}/`.startsWith(`${union.instancePath}/`),
  )
  const branch = ({ schemaPath }: ErrorObject) => schemaPath.slice(prefix.length).split('/', 1)[0] ?? ''
  const mismatched = inside.filter(
    // The branch's own type, not that of something inside it.
    (error) =>
      error.schemaPath === `${prefix}${branch(error)}/type` && error.instancePath === union.instancePath,
  )
  // What several fields share is checked by a function of its own: what that refuses inside a branch names no branch.
  const shared = errors.some(
    (error) => error.instancePath.startsWith(`${union.instancePath}/`) && !inside.includes(error),
  )
  return { inside, branch, mismatched, shared }
}

/**
 * ajv reports every branch of a union. The author used one form, a plain value or a map, and wants to hear
 * of that one only: the branches whose JSON type does not fit are dropped. Where none fits, the union itself
 * becomes a type error that names the types it takes.
 */
export const usedBranches = (errors: readonly ErrorObject[]): ErrorObject[] => {
  let kept = [...errors]
  for (const union of errors.filter(({ keyword }) => keyword === 'anyOf')) {
    const { inside, branch, mismatched, shared } = branchesOf(union, kept)
    const dropped = new Set(mismatched.map(branch))
    const used = inside.filter((error) => !dropped.has(branch(error)))
    const types = mismatched.map(({ params }) => String(params.type)).join(',')
    const gone = new Set<ErrorObject>([union, ...inside])
    kept = kept.filter((error) => !gone.has(error))
    kept.push(...used)
    if (used.length === 0 && !shared) kept.push({ ...union, keyword: 'type', params: { type: types } })
  }
  return kept
}
