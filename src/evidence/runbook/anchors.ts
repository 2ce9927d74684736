// GitHub takes out what Ruby's `\p{Word}`, the hyphen and the space do not hold.
const unlinkable = () => /[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\- ]/gu

/** The anchor that GitHub makes of a heading, before it numbers the ones that come again. */
export const anchorOf = (heading: string): string =>
  heading.toLowerCase().replaceAll(unlinkable(), '').replaceAll(' ', '-')

/** Numbers the anchors of one file in their order: the second `impact` is `impact-1`. */
export const numbering = (): ((anchor: string) => string) => {
  const seen = new Map<string, number>()
  return (anchor) => {
    const count = seen.get(anchor) ?? 0
    seen.set(anchor, count + 1)
    return count === 0 ? anchor : `${anchor}-${count}`
  }
}
