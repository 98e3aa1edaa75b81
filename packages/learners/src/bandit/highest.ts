import type { random } from '@coelho/core'
import type { ArmId } from './arm-table.js'

/** The arm with the highest value. Draws: one `choice` among those that tie. */
export function highest(
  arms: readonly ArmId[],
  values: Float64Array,
  rng: random.Random,
  always = false,
): ArmId {
  let best = 0
  let ties = 1
  for (let i = 1; i < arms.length; i++) {
    if (values[i] > values[best]) {
      best = i
      ties = 1
    } else if (values[i] === values[best]) ties++
  }
  if (ties === 1 && !always) return arms[best]
  return rng.choice(arms.filter((_, i) => values[i] === values[best]))
}
