/** Texts that YAML takes for something else: nothing, a truth value or a number. Source: YAML 1.2.2, chapter 10.3.2. */
const otherwise =
  /^(?:~|null|true|false|yes|no|on|off|0o[0-7]+|0x[0-9a-f]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?|[-+]?\.(?:inf|nan))$/i

// Made when it is needed: asking Unicode for its classes takes long.
const plain = () => /^[\p{L}\p{N}_./][^\p{C}\p{Zl}\p{Zp},[\]{}"'`]*$/u

/** A scalar as it can stand inside `{…}` or `[…]`: plain where that keeps its meaning, else in double quotes. */
export const flowScalar = (value: unknown): string => {
  if (typeof value !== 'string') return value === null || value === undefined ? 'null' : String(value)
  const isPlain = plain().test(value) && !otherwise.test(value) && !/:(?:\s|$)|\s#|\s$|^\.\.\.$/u.test(value)
  return isPlain ? value : JSON.stringify(value)
}
