/** A model as results name it, with or without its provider. */
export const isModel = (named: string, id: string): boolean => {
  const [one, other] = [named, id].map((name) => name.trim().toLowerCase()) as [string, string]
  const ends = (long: string, short: string) => long.endsWith(`/${short}`) || long.endsWith(`:${short}`)
  return one === other || ends(one, other) || ends(other, one)
}
