import { linearModel, metrics } from '@coelho/learners'
import { describe, expect, it } from 'vitest'
import { lossFor } from './loss.js'

describe('what a prediction of a class costs', () => {
  const model = new linearModel.LogisticRegression()
  const { of: loss } = lossFor(model, new metrics.Accuracy())!

  it('is 1 if it was wrong and 0 if it was right', () => {
    expect(loss('a', 'a', model)).toBe(0)
    expect(loss('a', 'b', model)).toBe(1)
    expect(
      loss(
        'a',
        new Map([
          ['b', 0.2],
          ['a', 0.8],
        ]),
        model,
      ),
    ).toBe(0)
    expect(loss('a', undefined, model)).toBeNaN()
  })

  it('takes true for 1, which a binary model says where it was taught 1', () => {
    expect(loss(1, true, model)).toBe(0)
    expect(
      loss(
        0,
        new Map([
          [true, 0.2],
          [false, 0.8],
        ]),
        model,
      ),
    ).toBe(0)
    expect(loss(0, true, model)).toBe(1)
    expect(loss('1', 1, model)).toBe(1)
  })
})
