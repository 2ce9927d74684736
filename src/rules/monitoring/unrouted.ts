import { present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { quote } from '../../values/text.ts'
import { isDenial } from '../lib/absent.ts'
import { alertsPath, nameOf } from '../lib/alerts.ts'
import type { Rule } from '../lib/rule.ts'

type Owner = NonNullable<Pilot['owner']>

const plain = (name: string) => name.trim().toLowerCase().replace(/^@/, '')

const isChannel = (word: string): boolean => /^(?:[a-z][a-z0-9+.-]*:|#)[^\s]/.test(word) || /^[^@]+@[^@]+$/.test(word)

/** Without the scheme and the host. */
const address = (channel: string) => channel.replace(/^[a-z][a-z0-9+.-]*:@?/, '').split('@', 1)[0]

const reachesOwner = (notify: string, { team, on_call, accountable }: Owner, champion = ''): boolean => {
  const own = ['owner', team, on_call, accountable].flatMap((name) => (name === undefined ? [] : [plain(name)]))
  const person = plain(champion)
  const isOwn = (name: string) => own.includes(name) || (isChannel(name) && name !== person && address(name) !== person)
  return [notify, ...notify.split(/[\s,;+&]/)].some((name) => isOwn(plain(name)))
}

export const unrouted: Rule = {
  id: 'monitoring/unrouted',
  severity: 'error',
  from: 'limited',
  summary: 'Every alert goes to the owner, and the owner is on call',
  why: 'An alert to the person who built the demo is lost when they are on holiday, and one to a team without on-call waits until Monday.',
  details: `\`notify\` is \`owner\`, the team, on-call address or accountable role of \`owner\`, or a channel: a word with a scheme (\`slack:support-ai\`, \`pagerduty:PSUPAI\`, a URL), a quoted \`"#support-ai"\` or a mail address. Every channel is accepted except the address of the \`champion\`. If \`notify\` names several, one is enough. \`none\` and \`nobody\` count as missing, here and as \`on_call\`.

A missing \`owner\` or \`monitoring\` is reported by other rules.`,
  principles: ['monitoring', 'ownership'],
  fields: ['monitoring.alerts.notify', 'owner.on_call', 'champion'],
  references: ['OpenSLO v1, AlertNotificationTarget'],
  examples: {
    ready: `owner: {team: acme/claims-intake, on_call: opsgenie:claims-intake}
monitoring:
  alerts:
    - {kind: quality, metric: wrong_category_rate, fire: above 3%, over: 1d, notify: owner}`,
    notReady: `champion: s.okafor
owner: {team: acme/claims-intake}   # expect: monitoring/unrouted
monitoring:
  alerts:
    - {kind: quality, metric: wrong_category_rate, fire: above 3%, over: 1d, notify: s.okafor}   # expect: monitoring/unrouted`,
  },

  *check({ pilot: { champion, monitoring, owner } }) {
    if (owner === undefined) return
    const { team } = owner
    if (owner.on_call === undefined || isDenial(owner.on_call))
      yield {
        path: ['owner', 'on_call'],
        message: `\`owner.on_call\` is ${owner.on_call === undefined ? 'missing' : quote(owner.on_call)}`,
        write: 'pagerduty:PSUPAI',
        help: '',
        absent: true,
      }
    for (const { item, at } of present(monitoring?.alerts)) {
      const path = [...alertsPath, at, 'notify']
      if (item.notify === undefined)
        yield { path, message: `${nameOf(item)} has no \`notify\``, write: 'owner', help: '' }
      else if (isDenial(item.notify))
        yield { path, message: `${nameOf(item)} notifies ${quote(item.notify)}`, write: 'owner', help: '' }
      else if (team !== undefined && !reachesOwner(item.notify, owner, champion))
        yield {
          path,
          message: `${nameOf(item)} notifies ${quote(item.notify)}, not the owner ${quote(team)}`,
          write: 'owner',
          help: "or the owner's channel, such as slack:support-ai",
        }
    }
  },
}
