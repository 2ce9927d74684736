import type { CodeHost } from './choices.ts'

export type NewFile = { readonly path: string; readonly text: string }

const github = (version: string): string => `name: pilot
on: pull_request
permissions:
  contents: read
jobs:
  pilotlint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with: {persist-credentials: false, fetch-depth: 0} # the history shows whether the bar was moved
      - uses: pilotlint/pilotlint@v${version}
`

const gitlab = (version: string): string => `pilotlint:
  image: node:24
  variables:
    GIT_DEPTH: "0" # the history shows whether the bar was moved
  script:
    - npm install --global --ignore-scripts pilotlint@${version}
    - pilotlint --for declared --format compact --format gitlab=code-quality.json --format junit=junit.xml
  artifacts:
    when: always
    reports:
      codequality: code-quality.json
      junit: junit.xml
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
`

/** The job that lints each pull request, relative to the root of the repository. */
export const jobOf = (forge: CodeHost, version: string): NewFile =>
  forge === 'github'
    ? { path: '.github/workflows/pilotlint.yml', text: github(version) }
    : { path: '.gitlab-ci.yml', text: gitlab(version) }

export const hookOf = (version: string): NewFile => ({
  path: '.pre-commit-config.yaml',
  text: `repos:
  - repo: https://github.com/pilotlint/pilotlint
    rev: v${version}
    hooks:
      - id: pilotlint
`,
})
