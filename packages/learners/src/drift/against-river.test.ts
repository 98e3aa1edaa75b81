import { describe, expect, it } from 'vitest'
import { bits, numbers, recorded } from './recorded.test-support.js'

describe('changes in long streams', () => {
  for (const { make, stream, count, drifts, total, warnings, warningsAt } of recorded) {
    it(`are found by ${make()} where River finds them`, () => {
      const detector = make()
      const found: number[] = []
      let warned = 0
      let warnedAt = 0
      const values = stream === 'bits' ? bits(count) : numbers(count)
      values.forEach((x, i) => {
        detector.update(x as never)
        if (detector.driftDetected) found.push(i)
        if ('warningDetected' in detector && detector.warningDetected) {
          warned += 1
          warnedAt += i
        }
      })
      expect(found.slice(0, drifts.length)).toEqual(drifts)
      expect([found.length, warned, warnedAt]).toEqual([total, warnings, warningsAt])
    })
  }
})
