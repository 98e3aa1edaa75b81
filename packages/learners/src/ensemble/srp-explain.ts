import type { ClassifierLike, Row } from '@coelho/core'
import type { ForestExplanation } from '../tree/explain/explanation.js'
import { explainTogether } from '../tree/explain/together.js'
import { explaining } from './explaining.js'
import type { Member } from './member.js'
import type { Patch } from './patch.js'
import type { PatchPoll } from './srp-poll.js'

/** Why models, which must be trees, vote for a label as they do; `votes`: those of all together. */
export function explainPatches(
  who: string,
  members: readonly Member<Patch<ClassifierLike>>[],
  poll: PatchPoll,
  row: Row,
  code: number,
  votes: Float64Array,
): ForestExplanation {
  const trees = members.map(({ model: patch }) => {
    const own = patch.codes && code >= 0 ? patch.codes.toInner(patch.model.labels, code) : -1
    return explaining(who, patch.model).explainRow(patch.see(row), own)
  })
  const total = votes.reduce((sum, vote) => sum + vote, 0)
  const weights = members.map(({ score }) => poll.weightOf(score) / (total || 1))
  return explainTogether(trees, weights)
}
