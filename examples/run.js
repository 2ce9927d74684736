// Builds the repository that an example stands for, one commit on the day on which each stage or step began, and lints it
// there: a bar that moved, and evidence that is older than what it reports, show in the history only.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isMap, isScalar, parseDocument, visit } from 'yaml'

const here = fileURLToPath(new URL('.', import.meta.url))
/** The day before the one on which the examples are judged. */
const lastDay = '2026-11-21'
const stages = ['pilot', 'shadow', 'limited', 'progressive', 'full']

const later = (day, days) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

const filesOf = (name) =>
  Object.fromEntries(
    readdirSync(join(here, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(join(here, name).length + 1), readFileSync(path, 'utf8')])
      .filter(([path]) => path !== 'README.md' && path !== 'expected.txt'),
  )

/** A stage without steps begins once, and nobody meets the system in shadow. */
const stepsOf = (stage, { start, segment, traffic = segment ? '1%' : '0%', control = '0%', steps = [`${traffic} for 0d`] }) => {
  let day = start
  return steps.map((step) => {
    const [, share, time, unit] = /^([\d.]+) ?% for (\d+)([dw])$/.exec(step)
    const began = day
    day = later(day, time * (unit === 'w' ? 7 : 1))
    const on = stage === 'shadow' ? 0 : Number(share)
    return { day: began, stage, on, control: Number.parseFloat(control), segment }
  })
}

/** The days of the history, each with the stage and the shares that begin on it. */
const beginnings = ({ stage = 'pilot', started, success, rollout = {} }) => {
  const first = { day: success?.agreed ?? started, stage: 'pilot', on: 0, control: 0 }
  const reached = stages.slice(1, stages.indexOf(stage) + 1).filter((one) => rollout[one]?.start !== undefined)
  return [first, ...reached.flatMap((one) => stepsOf(one, rollout[one]))]
}

const isRecord = (line) => /^\s*(?:- )?\{.*\}$|^\d{4}-\d\d[,;]/.test(line)

/** Whether a text speaks of a day after this one, or a row of a month that was not over. */
const isAhead = (text, day) =>
  /^\d{4}-\d\d[,;]/.test(text)
    ? text.slice(0, 7) >= day.slice(0, 7)
    : (text.match(/\d{4}-\d\d-\d\d/g) ?? []).some((one) => one > day)

const arms = (on, control) =>
  Object.entries({ on, control, off: 100 - on - control })
    .filter(([, share]) => share > 0)
    .map(([arm, share]) => `["${arm}", ${share}]`)
    .join(', ')

/** A file as it was on the day, undefined if it was not there: records grow line by line, results come as a whole. */
const fileAt = (path, text, { day, on, control, segment }) => {
  if (path.startsWith('flags/'))
    return on > 0
      ? (segment ? text.replace(/(\{"in": .*\[)"[^\]]*/, `$1"${segment.name}"`) : text).replace(/\["on", [\d.]+\].*(?=\]\n)/, arms(on, control))
      : text.replace('"state": "ENABLED"', '"state": "DISABLED"').replace(/"on": true(?=,\s+"offVariation")/, '"on": false')
  const lines = text.split('\n').filter((line) => !isRecord(line) || !isAhead(line, day))
  const isEmpty = text.split('\n').some(isRecord) && !lines.some(isRecord)
  return isEmpty || (!path.endsWith('.md') && isAhead(lines.join('\n'), day)) ? undefined : lines.join('\n')
}

/** The file as it was on the day: without what had not happened yet. */
const pilotAt = (text, { day, stage }, absent) => {
  const document = parseDocument(text)
  document.set('stage', stage)
  visit(document, {
    Pair: (_, { key, value }) => {
      if (!isScalar(key) || !isScalar(value)) return
      const future = (key.value === 'accepted' || key.value === 'as_of') && value.value > day
      if (future || absent.has(String(value.value).replace(/#.*/, ''))) return visit.REMOVE
    },
  })
  if (isMap(document.contents)) return document.toString({ lineWidth: 0, flowCollectionPadding: false })
}

/** The commits of the repository that an example stands for, the first one first. */
export const commitsOf = (name) => {
  const { 'pilot.yaml': text, ...files } = filesOf(name)
  const begun = beginnings(parseDocument(text).toJS()).filter(({ day }) => day < lastDay)
  return [
    ...begun.map((beginning) => {
      const then = Object.entries(files).map(([path, text]) => [path, fileAt(path, text, beginning)])
      const absent = new Set(then.flatMap(([path, text]) => (text === undefined ? [path] : [])))
      return {
        day: beginning.day,
        files: { 'pilot.yaml': pilotAt(text, beginning, absent), ...Object.fromEntries(then) },
      }
    }),
    { day: lastDay, files: { 'pilot.yaml': text, ...files } },
  ]
}

const git = (root, args, day = lastDay) =>
  execFileSync('git', ['-c', 'user.name=Example', '-c', 'user.email=example@example.com', ...args], {
    cwd: root,
    env: {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_DATE: `${day}T09:00:00Z`,
      GIT_COMMITTER_DATE: `${day}T09:00:00Z`,
    },
  })

/** A temporary repository with the history of an example; whoever asks for it removes it. */
export const repositoryOf = (name) => {
  const root = mkdtempSync(join(tmpdir(), `${name}-`))
  git(root, ['init', '-q', '-b', 'main'])
  for (const { day, files } of commitsOf(name)) {
    for (const [path, text] of Object.entries(files)) {
      if (text === undefined) continue
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    git(root, ['add', '-A'])
    git(root, ['commit', '-q', '--allow-empty', '-m', 'Next step'], day)
  }
  return root
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name = 'support-automation', ...flags] = process.argv.slice(2)
  const root = repositoryOf(name)
  const program = join(here, '../bin/pilotlint.js')
  const { status } = spawnSync(process.execPath, [program, '--root', root, '--today', '2026-11-22', ...flags], {
    cwd: root,
    stdio: 'inherit',
  })
  rmSync(root, { recursive: true, force: true })
  process.exitCode = status ?? 2
}
