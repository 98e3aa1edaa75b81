import { describe, expect, it } from 'vitest'
import { nearestExp, nearestLog } from './nearest.js'

describe('the nearest number', () => {
  // As C's library has them, by Python's math module.
  it.each([
    [1 / 3, -1.0986122886681098],
    [2 / 3, -0.40546510810816444],
    [3 / 7, -0.8472978603872037],
    [5 / 11, -0.7884573603642702],
    [7 / 37, -1.6650077635889111],
    [30 / 37, -0.20972053098206903],
    [14 / 60, -1.455287232606842],
    [22 / 7, 1.1451323043030026],
    [1 / 1000, -6.907755278982137],
    [999 / 1000, -0.0010005003335835344],
    [1e-300, -690.7755278982137],
    [1e300, 690.7755278982137],
    [2.5, 0.9162907318741551],
  ])('to the logarithm of %d is %d', (x, log) => {
    expect(nearestLog(x)).toBe(log)
  })

  it.each([
    [-0.1, 0.9048374180359595],
    [-1.3, 0.2725317930340126],
    [-7.7, 0.00045282718288679695],
    [0.3, 1.3498588075760032],
    [5.5, 244.69193226422038],
    [-45.25, 2.229331712088314e-20],
    [-300.5, 3.1225412772322846e-131],
    [300.5, 3.202519714603633e130],
    [1e-9, 1.000000001],
  ])('to e^%d is %d', (x, exp) => {
    expect(nearestExp(x)).toBe(exp)
  })

  it('is what it must be at the ends', () => {
    expect([0, -0, Infinity, -Infinity, NaN, 800, -800].map(nearestExp)).toEqual([
      ...[1, 1, Infinity, 0, NaN, Infinity, 0],
    ])
    expect([1, 0, Infinity, NaN, -1].map(nearestLog)).toEqual([0, -Infinity, Infinity, NaN, NaN])
  })
})
