import { join } from 'node:path'
import { configName, loadConfig } from '../../../config/load.ts'
import { diffConfig } from '../../../diff/config.ts'
import type { PilotDiff } from '../../../diff/diff.ts'
import { atRef } from '../../../repo/at-ref.ts'
import { disk } from '../../../repo/disk.ts'
import type { Archive } from '../../../repo/history.ts'
import type { Port } from '../../../repo/port.ts'
import type { RunProblem } from '../../../report/format.ts'
import { rules } from '../../../rules/index.ts'
import { problemsOf } from '../../io/policy.ts'
import { within } from '../../io/root.ts'

/** The configuration of a repository; undefined where it has none. */
const at = (port: Port) => (port.look(configName).ok ? loadConfig(port, configName, rules, false) : undefined)

/** As the ref has it, but for installed packages, which no commit holds. One that no run accepted changed nothing. */
const then = (known: Archive, ref: string, root: string) => {
  const [old, now] = [atRef(known, ref), disk(root)]
  const read: Port['read'] = (path, limit) => (path.startsWith('node_modules/') ? now : old).read(path, limit)
  const loading = at({ ...old, read })
  return loading?.ok ? loading.config : undefined
}

/** What became of the configuration inside the repository; nothing where it says what it said. */
export const compareConfig = (
  known: Archive,
  ref: string,
  root: string,
  cwd: string,
): { readonly diffs: readonly PilotDiff[]; readonly problems: readonly RunProblem[] } => {
  const loading = at(disk(root))
  if (loading?.ok === false) return { diffs: [], problems: problemsOf(loading.complaints, root, cwd) }
  const diff = diffConfig(within(cwd, join(root, configName)), then(known, ref, root), loading?.config, rules)
  return { diffs: diff.changes.length === 0 ? [] : [diff], problems: [] }
}
