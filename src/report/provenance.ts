/** What a run was judged by, beside the version of the program. */
export type Provenance = {
  /** The day that the run is judged for. */
  readonly today: string
  /** The flags that decide what is judged. */
  readonly flags: readonly string[]
  /** The configuration and the first digits of its SHA-256. */
  readonly config?: string
  /** The commit that is checked out, with `-dirty` where a file that is judged is not as it holds it. */
  readonly commit?: string
}

/** The same by name, for whoever reads it; what there is none of is left out. */
export const provenanceOf = (
  version: string,
  run: Provenance | undefined,
): (readonly [name: string, value: string])[] => [
  ['pilotlint', version],
  ...(run === undefined
    ? []
    : [
        ['judged as of', run.today] as const,
        ...(run.commit === undefined ? [] : [['commit', run.commit] as const]),
        ...(run.flags.length === 0 ? [] : [['flags', run.flags.join(' ')] as const]),
        ...(run.config === undefined ? [] : [['configuration', run.config] as const]),
      ]),
]

/** The same as sentences, the name and the day in one. */
export const provenanceLines = (version: string, run: Provenance | undefined): string[] => {
  const [tool, day, ...rest] = provenanceOf(version, run)
  const first = [tool, day].flatMap((one) => (one === undefined ? [] : [one.join(' ')])).join(', ')
  return [first, ...rest.map((one) => one.join(': '))]
}

/** The same in a JSON document. */
export const jsonRun = (run: Provenance | undefined) =>
  run === undefined
    ? null
    : { today: run.today, flags: [...run.flags], config: run.config ?? null, commit: run.commit ?? null }

/** What begins every JSON document. */
export const jsonTool = (version: string) => ({
  schemaVersion: 1 as const,
  tool: { name: 'pilotlint' as const, version },
})
