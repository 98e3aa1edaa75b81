import { it } from 'vitest'
import { expectRightHistories, SEEDS } from './histories.test-support.js'

it(`ends ${SEEDS / 2} other histories with each event learned once, by one owner`, async () => {
  await expectRightHistories(2)
}, 900_000)
