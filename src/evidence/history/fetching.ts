import type { Port } from '../../repo/port.ts'

/** What says that a system builds a repository, and how it is told to fetch all commits. Source: the manuals of each. */
const systems: readonly (readonly [files: readonly string[], setting: string])[] = [
  [['.github/workflows'], 'fetch-depth: 0 for actions/checkout'],
  [['.gitlab-ci.yml'], 'GIT_DEPTH: "0" in the variables of GitLab'],
  [['azure-pipelines.yml', '.azure-pipelines.yml', '.azure-pipelines'], 'fetchDepth: 0 at the checkout of Azure'],
  [['bitbucket-pipelines.yml'], 'clone: {depth: full} for Bitbucket'],
]

export const fetchingIn = ({ look }: Port): string[] =>
  systems.flatMap(([files, setting]) => (files.some((file) => look(file).ok) ? [setting] : []))
