import type { Pilot } from '../../model/pilot.ts'
import { quote } from '../../values/text.ts'
import type { Exceptions } from '../exceptions/exceptions.ts'
import { factOf, isUrl, leftBy, named, resolveReference } from '../reading/follow.ts'
import type { EvidenceKind, Repository } from '../reading/kind.ts'
import { firstIn, type OwnerQuery, type Ownership, places, unclearIn } from './owners.ts'

/** The files whose owner is asked for, where they are there: pilot.yaml, the runbook, the alert rules, the exceptions. */
const askedOf = ({ owner, monitoring }: Pilot, { port, file }: Repository, held?: Exceptions): OwnerQuery[] => {
  const named = [
    { path: ['owner', 'runbook', 'path'], reference: owner?.runbook?.path },
    { path: ['monitoring', 'rules'], reference: monitoring?.rules },
  ]
  const asked = named.flatMap(({ path, reference }): OwnerQuery[] => {
    const found = reference === undefined || isUrl(reference) ? undefined : resolveReference(file, reference)
    const look = found && port.look(found.file)
    return found && look?.ok && look.kind === 'file' ? [{ path, file: found.file }] : []
  })
  const own = held?.state === 'found' ? [{ path: ['exceptions'], file: held.file }] : []
  return [{ path: [], file }, ...asked, ...own]
}

/** CODEOWNERS for each file that has to be owned, or a Backstage catalog where there is none. */
export const ownership = (held?: Exceptions): EvidenceKind<Ownership> => ({
  fields: ['owner.team'],
  formats: [
    {
      name: 'CODEOWNERS of GitHub',
      files: '`.github/CODEOWNERS`, `CODEOWNERS`, `docs/CODEOWNERS`: the first that is there',
    },
    {
      name: 'CODEOWNERS of GitLab',
      files: 'the same, then `.gitlab/CODEOWNERS`; recognised by its sections, `.gitlab-ci.yml` or its place',
    },
    {
      name: 'CODEOWNERS of Bitbucket',
      files:
        '`.bitbucket/CODEOWNERS`, or another place with lines of the app Code Owners; `.bitbucket/teams.yaml` beside it',
    },
    {
      name: 'OWNERS of Prow',
      files:
        '`OWNERS` in the folder of each file and above, `OWNERS_ALIASES` in the root, where there is no CODEOWNERS',
    },
    {
      name: 'Backstage',
      files: '`catalog-info.yaml`, `.yml`, beside pilot.yaml or in the root, where there is no CODEOWNERS',
    },
    {
      name: 'Datadog catalog',
      files:
        '`service.datadog.yaml`, `entity.datadog.yaml`, `.yml`, beside pilot.yaml or in the root, where there is none of these',
    },
    {
      name: 'Datadog catalog in Terraform',
      files: '`.tf` beside pilot.yaml, in the root or beside `monitoring.rules`, where there is none of these',
    },
  ],
  follow: ({ owner }) => named(['owner', 'team'], owner?.team),
  read: async (_, ground) => {
    const { pilot, repository, read } = ground
    if (!repository.port.isTop())
      return {
        state: 'unverified',
        file: 'CODEOWNERS',
        why: 'is read at the top of the checkout, above `--root`',
      }
    const asked = askedOf(pilot, repository, held)
    const codeowners = firstIn(places, read)
    if (codeowners)
      return factOf<Ownership>(codeowners.file, codeowners.reading, repository, async () => ({
        reader: (await import('./platforms.ts')).codeownersReader(asked, pilot.owner?.team ?? ''),
      }))
    return (await import('./otherwise.ts')).ownedOtherwise(ground, asked)
  },
  // No field names CODEOWNERS: the team is what stays unshown where it cannot be read.
  unread: (fact, named) => {
    if (fact.state === 'unverified') return leftBy(`is not shown to own it: ${fact.file} ${fact.why}`, named, fact.file)
    const open = unclearIn(fact)
    return open ? leftBy(`is not shown to own ${quote(open.file)}: ${fact.file} ${open.unclear}`, named, fact.file) : []
  },
})
