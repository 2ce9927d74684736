import { readable, sameText } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { enumerate, quote } from '../../values/text.ts'
import { fromFile, isUrl, leftBy, named, resolveReference } from '../reading/follow.ts'
import type { EvidenceKind, Fact, Said } from '../reading/kind.ts'
import type { FlagFile } from './flag.ts'
import { byDefault, servesBefore } from './split.ts'

/** Whether the stage plans the share of so many of the units of assignment, where these can be counted. */
const isPlanned = (only: readonly string[], stage: Pilot['stage'], rollout: Pilot['rollout']): boolean => {
  if (stage === undefined || stage === 'pilot' || rollout?.assignees === undefined) return false
  const steps = readable(stage === 'progressive' ? rollout.progressive?.steps : [])
  const most = Math.max(rollout[stage]?.traffic?.value ?? 0, ...steps.map(({ share }) => share?.value ?? 0))
  return (100 * only.length) / rollout.assignees <= most + 1
}

/** Words for somebody who uses a system. */
const users =
  /user|customer|client|member|shopper|subscriber|visitor|person|people|employee|agent|physician|kund[ei]|nutzer|besucher|mitarbeiter|utilisat|usager|visiteur|usuari|utente|klant|gebruiker/i

/** Of a user who is not known, Unleash takes the session. Source: Unleash, stickiness; LaunchDarkly, context kinds. */
const isUsual = (key: string | undefined, unit: string): boolean =>
  users.test(unit) ||
  (key === byDefault.unleash ? /session|sitzung|sesi[oó]n|sessie/i.test(unit) : key !== byDefault.others)

/** Why a flag that was found does not show how the traffic is split; undefined where it does. */
export const unshownShares = (
  { flag }: FlagFile,
  { stage, rollout }: Pick<Pilot, 'stage' | 'rollout'>,
): string | undefined => {
  if (flag === undefined) return 'has flags, but `rollback.how.feature_flag` is missing'
  if (flag.disabled !== undefined) return 'is disabled, so it shows no split'
  const segment = stage === 'limited' ? rollout?.limited?.segment : undefined
  if (flag.only !== undefined) {
    const [name = '', ...more] = flag.only
    if (more.length === 0 && segment?.name !== undefined && sameText(segment.name, name)) return undefined
    if (segment === undefined && isPlanned(flag.only, stage, rollout)) return undefined
    return `is on for ${enumerate(flag.only.slice(0, 6).map(quote))}, which ${stage === undefined ? 'no stage plans' : `${stage} does not plan`}`
  }
  const [split] = flag.splits?.value ?? []
  const most = segment?.share?.value ?? 100 / (segment?.of?.value ?? Number.POSITIVE_INFINITY)
  if (segment !== undefined && split !== undefined && split.treatment > most + 0.5)
    return `serves ${Number(split.treatment.toFixed(2))}% without a rule for ${quote(segment.name ?? 'the segment')}`
  const { assign_by } = rollout ?? {}
  const isOfUnits = assign_by !== undefined && !/request|query|call/i.test(assign_by)
  if (flag.isOfRequests && isOfUnits && flag.unread === undefined)
    return `splits by request, but \`rollout.assign_by\` is ${assign_by}`
  if (split && split.treatment < 100 && assign_by !== undefined && !isUsual(flag.bucketBy?.value.join(), assign_by))
    return `is split by the default of its system, a user, which may not be the ${assign_by}`
  if (split?.treatment === 0 && flag.unread === servesBefore)
    return 'is on for segments, whose share of the traffic is unknown'
  if (split?.treatment === 0) return 'is on for 0% of the traffic'
  return flag.unread
}

/** A flag with the file that holds it, of a pilot.yaml at `from`: of one name there may be a flag in every file. */
export const flagPlace = ({ rollback }: Pick<Pilot, 'rollback'>, from: string): string | undefined => {
  const { feature_flag: key, file } = rollback?.how ?? {}
  const held = file === undefined || isUrl(file) ? undefined : resolveReference(from, file)?.file
  return key === undefined || held === undefined ? undefined : `${held}#${key}`
}

const flagPath = ['rollback', 'how', 'feature_flag']

/** What the file says of the flag that is named; of one that a rule reports as missing, nothing. */
const saidOf = (reference: string, fact: Fact<FlagFile>, pilot: Pilot): Said => {
  const { state, file } = fact
  if (state === 'unverified')
    return { path: flagPath, reference, state, file, words: `is in ${file}, which ${fact.why}` }
  if (state !== 'found' || fact.value.flag === undefined) return { path: flagPath, state: 'unsaid' }
  const words = unshownShares(fact.value, pilot)
  return {
    path: flagPath,
    reference,
    file,
    state: words === undefined ? 'found' : 'unverified',
    words: words ?? '',
  }
}

export const flag: EvidenceKind<FlagFile> = {
  fields: ['rollback.how.file', 'rollback.how.feature_flag'],
  formats: [
    { name: 'flagd', files: '`.json`, `.yaml`, `.yml`' },
    { name: 'Unleash', files: '`.json`, `.yaml`, `.yml`' },
    { name: 'LaunchDarkly file data', files: '`.json`, `.yaml`, `.yml`' },
    { name: 'LaunchDarkly API', files: '`.json`' },
    { name: 'LaunchDarkly in Terraform', files: '`.tf`, `.json`' },
    { name: 'Unleash export', files: '`.json`' },
    { name: 'GrowthBook', files: '`.json`' },
    { name: 'Statsig', files: '`.json`' },
    { name: 'Flipt', files: '`.yaml`, `.yml`, `.json`' },
    { name: 'GO Feature Flag', files: '`.yaml`, `.yml`, `.json`' },
    { name: 'ConfigCat', files: '`.json`' },
    { name: 'Argo Rollouts', files: '`.yaml`, `.yml`, `.json`' },
    { name: 'Flagger', files: '`.yaml`, `.yml`, `.json`' },
  ],
  follow: ({ rollback }) => named(['rollback', 'how', 'file'], rollback?.how?.file),
  read: fromFile(async ({ rollback }) => {
    const { readerOf } = await import('./dialects.ts')
    return { reader: readerOf(rollback?.how?.feature_flag ?? '') }
  }),
  unread: (fact, at, pilot) => {
    const key = pilot.rollback?.how?.feature_flag
    if (key !== undefined) return [saidOf(key, fact, pilot)]
    // Where no flag is named, the file stands for it.
    return fact.state === 'found' ? leftBy(unshownShares(fact.value, pilot), at, fact.file) : []
  },
}
