import type { Row } from '@coelho/core'
import type { Member } from '../ensemble/member.js'
import { explainClass, hasVotes } from '../tree/explain/explain-class.js'
import type { ForestExplanation } from '../tree/explain/explanation.js'
import { explainTogether } from '../tree/explain/together.js'
import type { ClassTree } from '../tree/grow/class-tree.js'
import type { Poll } from './poll.js'

/** Explains the share of the class with this code in the votes of all trees. */
export function explainVotes(
  members: readonly Member<ClassTree>[],
  poll: Poll,
  row: Row,
  code: number,
): ForestExplanation {
  const weights = members.map((member) => {
    return hasVotes(member.model, row) ? poll.weightOf(member) : 0
  })
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return explainTogether(
    members.map(({ model }) => explainClass(model, row, code)),
    weights.map((weight) => (total > 0 ? weight / total : 0)),
  )
}
