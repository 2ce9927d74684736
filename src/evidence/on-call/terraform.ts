import type { Pilot } from '../../model/pilot.ts'
import type { Range } from '../../yaml/lines.ts'
import type { EvidenceContext, Fact, Repository } from '../reading/kind.ts'
import type { Part } from '../reading/part.ts'
import { terraformBeside } from '../terraform/beside.ts'
import type { InFolder } from '../terraform/resources.ts'
import { type Folder, type FolderResource, isOpen, isWhole, maxEntries, vacancyOf } from './vacancy.ts'

/** The resource that makes a rota, or that calls one. */
export type OnCall = {
  /** `pagerduty_service.orders`. */
  readonly address: string
  /** Set where nobody is ever called; `why` completes a sentence that begins with the address. */
  readonly empty?: { readonly file: string; readonly range: Range; readonly why: string }
}

/** Where nobody is called, and why. */
type Empty = NonNullable<OnCall['empty']>

/** What has a name by which a rota is called. Source: Terraform, providers of PagerDuty and Opsgenie. */
const kinds = ['team', 'service', 'schedule', 'escalation_policy', 'escalation']

const isKind = ({ type }: FolderResource): boolean =>
  kinds.some((kind) => type === `pagerduty_${kind}` || type === `opsgenie_${kind}`)

const isTeam = ({ type }: FolderResource): boolean => type.endsWith('_team')

/** `Support Platform` and `support-platform` are one name. */
const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')

/** The ids that a resource calls, as they are written. That of a person is no rota. */
const idsIn = ({ type, part }: FolderResource): (string | undefined)[] => {
  if (type === 'pagerduty_service') return [part.text('escalation_policy')]
  if (type === 'pagerduty_service_integration') return [part.text('service'), part.text('integration_key')]
  if (type === 'opsgenie_service') return [part.text('team_id')]
  if (type !== 'pagerduty_escalation_policy') return []
  const targets = part
    .at('rule')
    .items(maxEntries)
    .flatMap((rule) => rule.at('target').items(maxEntries))
  return targets.filter((one) => one.text('type') === 'schedule_reference').map((one) => one.text('id'))
}

/** During it, the service notifies nobody. Source: Terraform, pagerduty_maintenance_window. */
const maintained = 'is in maintenance for more than a year'

const isMaintaining = (held: FolderResource, address: string): boolean => {
  const { type, part } = held
  if (type !== 'pagerduty_maintenance_window' || !isWhole(held)) return false
  const [start, end] = ['start_time', 'end_time'].map((key) => Date.parse(part.text(key) ?? ''))
  const isLong = Number(end) - Number(start) > 366 * 86_400_000
  return (
    isLong &&
    part
      .at('services')
      .items(maxEntries)
      .some((one) => one.text() === address)
  )
}

const uncalled = 'has no members, and only schedules that are switched off'

/** Whether nobody is in a team, and no rota of it calls anybody. Source: Terraform, opsgenie_team: its default rota calls its members. */
const isUncalled = ({ address, part }: FolderResource, folder: Folder): boolean => {
  if (part.at('member').data !== undefined || (part.at('ignore_members').data ?? false) !== false) return false
  const rotas = [...folder.all.values()].filter(({ type }) =>
    /^opsgenie_(?:schedule|escalation|team_routing_rule)$/.test(type),
  )
  const owners = ({ part: rota }: FolderResource): Part[] => ['owner_team_id', 'team_id'].map((key) => rota.at(key))
  const isOwn = (rota: FolderResource): boolean => owners(rota).some((owner) => owner.text() === address)
  // One whose team only Terraform knows may be of this one.
  const others = rotas.filter((one) => emptyIn(one, folder) === undefined)
  return (
    rotas.some((one) => isOwn(one) && vacancyOf(one, folder) !== undefined) &&
    !others.some((one) => isOwn(one) || owners(one).some(isOpen))
  )
}

const emptyIn = (held: FolderResource, folder: Folder): Empty | undefined => {
  const { type, part, file, range } = held
  if (!isWhole(held)) return undefined
  const empty = (why: string, at: Range = range): Empty => ({ file, range: at, why })
  const vacant = vacancyOf(held, folder)
  if (vacant !== undefined) return empty(vacant)
  if (type === 'pagerduty_service') {
    const window = [...folder.all.values()].find((one) => isMaintaining(one, held.address))
    if (window) return { file: window.file, range: window.range, why: maintained }
    const named = part.at('escalation_policy')
    if (named.data === undefined) return empty('has no escalation policy')
    const policy = folder.all.get(named.text() ?? '')
    const none = policy?.type === 'pagerduty_escalation_policy' ? emptyIn(policy, folder) : undefined
    return none && { ...none, why: `uses a policy that ${none.why}` }
  }
  if (type === 'opsgenie_team') return isUncalled(held, folder) ? empty(uncalled) : undefined
  const [rules, targets] = type === 'opsgenie_escalation' ? ['rules', 'recipient'] : ['rule', 'target']
  if (type !== 'pagerduty_escalation_policy' && type !== 'opsgenie_escalation') return undefined
  const steps = part.at(rules).items(maxEntries)
  if (isOpen(part.at(rules)) || steps.some((one) => isOpen(one.at(targets)))) return undefined
  const called = steps.flatMap((one) => one.at(targets).items(maxEntries))
  if (called.length === 0) return empty('has no rule that notifies anyone')
  const schedules = called.map((one) => folder.all.get(one.text('id') ?? ''))
  return schedules.every((one) => one !== undefined && vacancyOf(one, folder) !== undefined)
    ? empty('notifies only schedules without members', called[0]?.range())
    : undefined
}

type Match = { readonly held: FolderResource; readonly empty: Empty | undefined }

const folderOf = (resources: readonly FolderResource[], now?: string): Folder => ({
  all: new Map(resources.map((one) => [one.address, one])),
  now,
})

const matchesIn = ({ resources }: InFolder, system: string, name: string, now?: string): Match[] => {
  const folder = folderOf(resources, now)
  const isNamed = (held: FolderResource): boolean =>
    isKind(held) &&
    [held.part.text('name'), held.address].some((one) => one !== undefined && plain(one) === plain(name))
  return resources
    .filter((one) => one.type.startsWith(system) && one.made !== 'never')
    .filter((one) => isNamed(one) || idsIn(one).includes(name))
    .map((held) => ({ held, empty: isNamed(held) ? emptyIn(held, folder) : undefined }))
}

const factOf = (matches: readonly Match[]): Fact<OnCall> | undefined => {
  const made = matches.filter(({ held }) => held.made === 'once')
  const own = made.filter(({ held }) => !isTeam(held))
  const rotas = own.length === 0 ? made : own
  const held = made.find(({ empty }) => empty?.why === maintained)
  const sound = held ?? rotas.find(({ empty }) => empty === undefined)
  const [first] = sound === undefined ? (rotas.length < matches.length ? [] : rotas) : [sound]
  if (first !== undefined)
    return {
      state: 'found',
      file: first.held.file,
      value: { address: first.held.address, ...(first.empty && { empty: first.empty }) },
    }
  const [open] = matches
  return open && { state: 'unverified', file: open.held.file, why: 'does not show who is notified' }
}

/** What calls the others stands first. */
const callers = ['service', 'escalation_policy', 'escalation', 'schedule']

/** The rotas that Terraform beside the pilot makes, as `owner.on_call` names them: of each system those that call the others. */
export const rotasBeside = async (pilot: Pilot, repository: Repository): Promise<string[]> => {
  const { folders } = terraformBeside(pilot, repository, ['pagerduty_', 'opsgenie_'])
  const { resourcesOf } = await import('../terraform/resources.ts')
  const resources = resourcesOf(folders, repository).flatMap((one) => one.resources)
  const folder = folderOf(resources)
  const sound = resources.filter((one) => one.made === 'once' && vacancyOf(one, folder) === undefined)
  return ['pagerduty', 'opsgenie'].flatMap((system) => {
    const first = callers.find((kind) => sound.some(({ type }) => type === `${system}_${kind}`))
    return sound.flatMap(({ type, part }) => {
      const name = type === `${system}_${first}` ? part.text('name') : undefined
      return name === undefined || name.includes(':') ? [] : [`${system}:${name}`]
    })
  })
}

/** `pagerduty:PSUPAI`: the system and the name in it; undefined where it is none of those that are read. */
const form = /^(?:(pagerduty|opsgenie):)?([^:]{1,200})$/i

/** The rota of that name, wherever Terraform beside the pilot makes it. */
export const onCallInTerraform = async (
  reference: string,
  { pilot, repository }: EvidenceContext,
  now?: string,
): Promise<Fact<OnCall> | undefined> => {
  const [, system = '', name = ''] = form.exec(reference.trim()) ?? []
  const absent: Fact<OnCall> = {
    state: 'absent',
    file: reference,
    words: 'was not found in the Terraform files that were read',
  }
  if (plain(name) === '') return absent
  const words = system === '' ? ['pagerduty_', 'opsgenie_'] : [`${system.toLowerCase()}_`]
  const { folders, unread } = terraformBeside(pilot, repository, words)
  const { resourcesOf } = await import('../terraform/resources.ts')
  const held = resourcesOf(folders, repository)
  const fact = factOf(held.flatMap((one) => matchesIn(one, system.toLowerCase(), name, now)))
  const [broken] = held.flatMap((one) => one.unread)
  const [json] = unread
  if (fact !== undefined || broken !== undefined) return fact ?? broken
  return json === undefined
    ? absent
    : { state: 'unverified', file: json, why: 'is in a form of Terraform that pilotlint does not support' }
}
