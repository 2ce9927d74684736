const denials = new Set(
  'no, none, no one, nobody, never, nothing, not possible, impossible, not needed, not required, cannot be undone, irreversible'.split(
    ', ',
  ),
)

/** Whether a text that should say how something is done says that it is not. */
export const isDenial = (text: string): boolean => denials.has(text.trim().toLowerCase().replace(/[.!]$/, ''))
