/** @packageDocumentation The linter as a library: no files, no process, no clock of its own. */

/** From the first day of a pilot to all of the traffic. */
export type Stage = 'pilot' | 'shadow' | 'limited' | 'progressive' | 'full'

/** What a text is judged by. */
export type Options = {
  /** The day by which deadlines and ages are judged, `YYYY-MM-DD`. */
  readonly today: string
  /** The stage to judge for; `declared` is that of the file. The default is `production`: `limited`, or a later declared stage. */
  readonly for?: 'production' | 'declared' | Stage
  /** The path of the file in its repository; `pilot.yaml` by default. */
  readonly file?: string
  /** The files of the repository by their path, as evidence. There is no git history, so the verdict is PARTIAL. */
  readonly files?: { readonly [path: string]: string | Uint8Array }
}

/** A place in the file; lines and columns count from 1, columns in UTF-16 code units, and ends are exclusive. */
export type Span = {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** Something that is wrong, where, and what to write instead. */
export type Finding = Span & {
  /** The id of the rule, `section/problem`. */
  readonly rule: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly message: string
  readonly help: string
  /** The place in the data, as a JSON pointer (RFC 6901). */
  readonly pointer: string
  /** The page of the rule. */
  readonly docs: string
  /** Does not change when lines move. */
  readonly fingerprint: string
}

/** What became of one pilot.yaml; the entry of a file in a JSON report. */
export type Report = {
  readonly file: string
  /** SHA-256 of the text, 64 hexadecimal digits. */
  readonly sha256: string
  readonly verdict: {
    /** False where the text is no pilot.yaml that can be read. */
    readonly judged: boolean
    readonly ready: boolean
    readonly partial: boolean
    readonly gate: Stage
    /** The last stage that the file is ready for; null if there is none. */
    readonly readyFor: Stage | null
    /** The closing line. */
    readonly sentence: string
    readonly counts: {
      readonly error: number
      readonly warning: number
      readonly info: number
      readonly waived: number
    }
  }
  /** The seven items, each with its state. */
  readonly items: readonly {
    readonly item: string
    readonly state: string
    readonly failed: boolean
    readonly says: string
  }[]
  readonly diagnostics: readonly Finding[]
}

/** What a text holds, or why it cannot be read. */
export type Loaded =
  | {
      readonly ok: true
      /** The data as written. */
      readonly data: unknown
      /** The parts that cannot be read. */
      readonly faults: readonly {
        readonly path: readonly (string | number)[]
        readonly message: string
        readonly help: string
      }[]
    }
  | {
      readonly ok: false
      readonly problems: readonly { readonly line: number; readonly message: string; readonly help: string }[]
    }

// Whoever calls it from JavaScript has no types.
const checkText = (name: string, value: unknown): void => {
  if (typeof value !== 'string' && !ArrayBuffer.isView(value))
    throw new TypeError(`${name}: expected a string or a Uint8Array, found ${value === null ? 'null' : typeof value}`)
}

/** Judges a text. Never throws for what it says; throws a `TypeError` where an argument is not as described. */
export const lint = async (input: string | Uint8Array, options: Options): Promise<Report> => {
  const { today, for: target = 'production', file = 'pilot.yaml', files = {} } = options ?? {}
  checkText('text', input)
  // A Map has no properties, so that its files would be missing without a word.
  if (typeof files !== 'object' || files === null || Symbol.iterator in files)
    throw new TypeError('files: expected an object with the texts by their paths')
  for (const [path, text] of Object.entries(files)) checkText(`files[${JSON.stringify(path)}]`, text)
  const [judge, { fileReport }, { memory }, { rules }, { isStage }, { date }] = await Promise.all([
    import('./lint/lint.ts'),
    import('./report/json.ts'),
    import('./repo/memory.ts'),
    import('./rules/index.ts'),
    import('./model/stage.ts'),
    import('./values/date.ts'),
  ])
  if (typeof today !== 'string' || !date.parse(today).ok)
    throw new TypeError(`today: expected YYYY-MM-DD, found ${String(today)}`)
  if (target !== 'production' && target !== 'declared' && !isStage(target))
    throw new TypeError(`for: expected production, declared or a stage, found ${String(target)}`)
  const repository = { port: memory({ ...files, [file]: input }), file }
  const report = await judge.lint(input, {
    file,
    for: target,
    today,
    rules,
    exceptions: true,
    history: false,
    repository,
  })
  return fileReport(report)
}

/** Reads a text without judging it. Never throws for what it says. */
export const load = async (input: string | Uint8Array): Promise<Loaded> => {
  checkText('text', input)
  const { loadText } = await import('./lint/load.ts')
  const loaded = loadText(input)
  if (!loaded.ok)
    return {
      ok: false,
      problems: loaded.refusals.map(({ range, message, help }) => ({ line: range.start.line, message, help })),
    }
  const faults = loaded.faults.map(({ path, message, help }) => ({ path, message, help }))
  return { ok: true, data: loaded.document.data, faults }
}
