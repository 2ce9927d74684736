import type { Format } from './format.ts'

/** The formats of `--format`; a run loads only the ones it writes. */
export const formats: readonly { readonly name: string; load(): Promise<Format> }[] = [
  { name: 'pretty', load: async () => (await import('./pretty.ts')).pretty },
  { name: 'compact', load: async () => (await import('./compact.ts')).compact },
  { name: 'json', load: async () => (await import('./json.ts')).json },
  { name: 'sarif', load: async () => (await import('./sarif.ts')).sarif },
  { name: 'github', load: async () => (await import('./github.ts')).github },
  { name: 'gitlab', load: async () => (await import('./gitlab.ts')).gitlab },
  { name: 'junit', load: async () => (await import('./junit.ts')).junit },
  { name: 'rdjson', load: async () => (await import('./rdjson.ts')).rdjson },
  { name: 'azure', load: async () => (await import('./azure.ts')).azure },
  { name: 'agent', load: async () => (await import('./agent.ts')).agent },
]
