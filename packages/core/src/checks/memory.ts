import type { Check } from './check.js'
import { must } from './failure.js'

/** The different events that are learned again and again. */
const LAP = 25
const FEWEST = 512
const MOST = 16_384
/** Numbers that are written as text grow by a few digits. */
const SLACK_BYTES = 256

/**
 * The same few events, over and over, fill any window and any leaf at last. From some point on,
 * twice as many events must leave a snapshot of the same size.
 */
export const memoryIsBounded: Check = {
  name: 'memory-is-bounded',
  claim: 'the same events learned over and over do not grow a model for ever',
  run(subject, events) {
    const lap = events.slice(0, LAP)
    const model = subject.fresh()
    let learned = 0
    const learnUpTo = (count: number): number => {
      for (; learned < count; learned++) subject.learn(model, lap[learned % lap.length])
      return subject.save(model).length
    }
    let size = learnUpTo(FEWEST)
    for (let count = FEWEST; ; count *= 2) {
      const next = learnUpTo(2 * count)
      if (next - size <= Math.max(SLACK_BYTES, count / 8)) return
      const growth = `${size} bytes after ${count} events, ${next} after ${2 * count}`
      must(2 * count <= MOST, 'memory must not grow with repeated events', growth)
      size = next
    }
  },
}
