import { SourceError } from '@coelho/runtime'
import { partitionName } from '../driver/kafka-driver.js'
import type { ProducedPartition } from '../wire/produce.js'

const DUPLICATE = 46
const TOO_LARGE = [10, 18]
/** Of leaders that move, and replicas that are late. */
const PASSING = [2, 3, 5, 6, 7, 8, 13, 19, 20, 56, 89]

/** What became of a batch; an error where sending it again gives the same. */
export function judge(answer: ProducedPartition): 'written' | 'again' {
  const { error } = answer
  if (error === 0 || error === DUPLICATE) return 'written'
  if (PASSING.includes(error)) return 'again'
  const where = `kafka:${partitionName(answer)}`
  if (TOO_LARGE.includes(error)) {
    const expected = 'a record is larger than the topic takes (max.message.bytes)'
    throw new SourceError(where, expected)
  }
  throw new SourceError(where, `writing is refused with the protocol's code ${error}`)
}
