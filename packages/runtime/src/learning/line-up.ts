import { InvalidOptionError } from '@coelho/core'
import { CHAMPION } from '../project/check-models.js'
import type { AnyProject } from '../project/project.js'
import { Contestant } from './contestant.js'

/**
 * Who takes part in a project: those that are there already, with all they have learned, and new
 * ones for names that it did not have. `places` tells where each stood before; `undefined` where
 * nothing changes.
 */
export function lineUp(
  before: readonly Contestant[],
  { options }: AnyProject,
  events: number,
  leader?: Contestant,
): { contestants: Contestant[]; places: number[] | undefined } {
  const { pipeline, challengers, metric } = options
  const wanted = Object.entries({ [CHAMPION]: pipeline, ...challengers })
  if (leader && !wanted.some(([name]) => name === leader.name)) {
    const expected = `must have ${JSON.stringify(leader.name)}, which is the champion now`
    throw new InvalidOptionError('Learning', 'challengers', expected)
  }
  const contestants = wanted.map(([name, make]) => {
    const known = before.find((one) => one.name === name)
    return known ?? Contestant.of(name, make(), metric(), events)
  })
  const places = contestants.map((one) => before.indexOf(one))
  const isSame = before.length === places.length && places.every((place, i) => place === i)
  return { contestants, places: isSame ? undefined : places }
}
