import { describe, expect, it } from 'vitest'
import { Accuracy } from './accuracy.js'

describe('Accuracy', () => {
  it('is the share of predictions that were right, 0 before the first', () => {
    const metric = new Accuracy()
    expect(metric.get()).toBe(0)
    for (const [truth, prediction] of [
      [1, 1],
      [1, 2],
      ['a', 'a'],
      [true, false],
    ] as const) {
      metric.update(truth, prediction)
    }
    expect(metric.get()).toBe(0.5)
    expect(String(metric)).toBe('Accuracy: 50.00 %')
  })

  it('tells "true" from true and "1" from 1', () => {
    const metric = new Accuracy()
    metric.update(true, 'true')
    metric.update('1', 1)
    expect(metric.get()).toBe(0)
  })

  it('takes 1 for true and 0 for false: binary models that are taught 0 and 1 say so', () => {
    const metric = new Accuracy()
    metric.update(1, true)
    metric.update(0, false)
    metric.update(true, 1)
    expect(metric.get()).toBe(1)
    metric.update(1, false)
    expect(metric.get()).toBe(0.75)
    metric.revert(true, 0)
    expect(metric.get()).toBe(1)
  })

  it('counts an update by its weight, and takes it back', () => {
    const metric = new Accuracy()
    metric.update('a', 'a', { w: 3 })
    metric.update('a', 'b')
    expect(metric.get()).toBe(0.75)
    metric.revert('a', 'b')
    expect(metric.get()).toBe(1)
    metric.revert('a', 'a', { w: 3 })
    expect(metric.get()).toBe(0)
  })

  it('takes back nothing that was not given', () => {
    const metric = new Accuracy()
    metric.update('a', 'a')
    expect(() => metric.revert('a', 'b')).toThrow(
      'Accuracy: what is reverted must have been given before, got ["a", "b", 1].',
    )
    expect(metric.get()).toBe(1)
  })
})
