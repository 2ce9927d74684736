import { mebibyte, type Page } from './page.ts'

export const exceptionsPage: Page = {
  title: 'Exceptions',
  shows: 'Which findings are signed for, by whom and until when.',
  fact: 'exceptions',
  formats: [
    {
      name: 'YAML',
      reads:
        'A list, as in the [schema](https://raw.githubusercontent.com/pilotlint/pilotlint/main/schemas/exceptions.schema.json), read as strictly as `pilot.yaml` itself. Symlinks are followed, and CODEOWNERS is checked for their target. Its earlier versions, under every path that `pilot.yaml` named, show since when each exception exists.',
      maxBytes: mebibyte,
      path: 'governance/exceptions.yaml',
      sample: {
        'governance/exceptions.yaml': `- rule: model/unpinned
  at: model.id
  why: the vendor has no dated version yet
  by: acme/security
  until: 2027-01-30
`,
        '.github/CODEOWNERS': '/governance/ @acme/security\n',
      },
    },
    {
      name: 'JSON',
      reads: 'The same list.',
      maxBytes: mebibyte,
      path: 'governance/exceptions.json',
      sample: {
        'governance/exceptions.json':
          '[{"rule": "model/unpinned", "at": "model.id", "why": "no dated version", "by": "acme/security", "until": "2027-01-30"}]\n',
        '.github/CODEOWNERS': '/governance/ @acme/security\n',
      },
    },
  ],
  claim: `owner: acme/support-platform
model: {provider: openai, id: gpt-4o}
exceptions: FILE
`,
  lie: `owner: acme/security
model: {provider: openai, id: gpt-4o}
exceptions: FILE
`,
  unread: { path: 'governance/exceptions.txt', text: 'all agreed\n' },
  broken: { path: 'governance/exceptions.yaml', text: 'exceptions: agreed\n' },
}
