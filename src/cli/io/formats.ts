import type { Format } from '../../report/format.ts'

/** The formats of `--format`; a run loads only the ones it writes. */
export const formats: readonly { readonly name: string; load(): Promise<Format> }[] = [
  { name: 'pretty', load: async () => (await import('../../report/pretty.ts')).pretty },
  { name: 'compact', load: async () => (await import('../../report/compact.ts')).compact },
  { name: 'json', load: async () => (await import('../../report/json.ts')).json },
  { name: 'sarif', load: async () => (await import('../../report/sarif.ts')).sarif },
  { name: 'github', load: async () => (await import('../../report/github.ts')).github },
  { name: 'gitlab', load: async () => (await import('../../report/gitlab.ts')).gitlab },
  { name: 'junit', load: async () => (await import('../../report/junit.ts')).junit },
  { name: 'rdjson', load: async () => (await import('../../report/rdjson.ts')).rdjson },
  { name: 'azure', load: async () => (await import('../../report/azure.ts')).azure },
  { name: 'markdown', load: async () => (await import('../../report/markdown.ts')).markdown },
  { name: 'html', load: async () => (await import('../../report/html/lint.ts')).page },
  { name: 'agent', load: async () => (await import('../../report/agent.ts')).agent },
]

/** Those that hold what a run was judged by. */
export const tellsRun = (name: string): boolean => ['json', 'sarif', 'junit', 'markdown', 'html'].includes(name)

/** The formats of `cost`, `rollout` and `diff`. */
export const computedFormats = ['text', 'json', 'markdown', 'html'] as const

export type ComputedFormat = (typeof computedFormats)[number]
