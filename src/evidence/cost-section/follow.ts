import type { Fact } from '../fact.ts'
import { follower, type Repository } from '../follow.ts'
import { type CostSection, readerOf } from './read.ts'

/** A part of pilot.yaml is no larger than the whole may be, in bytes. */
const mostBytes = 1024 * 1024

/** The cost section that `reference` names, without any that this one names in turn. */
export const followSection = async (
  reference: string,
  own: readonly string[],
  repository: Repository,
): Promise<Fact<CostSection> | undefined> => {
  const follow = follower(repository, (file) => repository.port.read(file, mostBytes))
  return follow(reference, async () => ({ reader: readerOf(own) }))
}
