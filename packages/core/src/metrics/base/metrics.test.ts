import { describe, expect, it } from 'vitest'
import type { Label } from '../../data/labels.js'
import { CoelhoError, InvalidOptionError, SnapshotError } from '../../errors.js'
import { load } from '../../snapshot/load.js'
import { save } from '../../snapshot/save.js'
import { Rolling } from '../../utils/rolling.js'
import { TimeRolling } from '../../utils/time-rolling.js'
import { Accuracy, base, F1, LogLoss, MAE, RMSE, RollingROCAUC } from '../index.js'

const { Metrics } = base
const proba = (p: number) =>
  new Map<Label, number>([
    [false, 1 - p],
    [true, p],
  ])

/** A metric of a user's own: the least it must have. */
class Longest {
  longest = 0
  update(yTrue: string): void {
    this.longest = Math.max(this.longest, yTrue.length)
  }
  get(): number {
    return this.longest
  }
}

describe('Metrics', () => {
  it('gives labels to those that judge labels, and probabilities to the others', () => {
    const [accuracy, logLoss] = [new Accuracy(), new LogLoss()]
    const both = new Metrics(accuracy, logLoss)
    expect(both.requiresLabels).toBe(false)
    expect(new Metrics(accuracy).requiresLabels).toBe(true)
    both.update(true, proba(0.9))
    both.update(true, proba(0.5)) // River: the first of the likeliest
    expect(both.get()).toEqual([0.5, logLoss.get()])
    expect(logLoss.get()).toBeCloseTo(-(Math.log(0.9) + Math.log(0.5)) / 2, 12)
    both.revert(true, proba(0.5))
    expect(accuracy.get()).toBe(1)
    both.updateMany([true, false], [proba(0.2), proba(0.1)], { w: [1, 2] })
    expect(accuracy.get()).toBe(0.75)
  })

  it('tells its numbers by name, and gives each a name of its own', () => {
    const metrics = new Metrics(new F1(), ['spam', new F1({ posVal: 'spam' })], new F1())
    metrics.update('spam', 'spam')
    expect(metrics.toObject()).toEqual({ F1: 0, spam: 1, F1_2: 0 })
    expect(metrics.at('spam')).toBe(metrics.at(1))
    expect(metrics.at(-1)).toBe(metrics.at('F1_2'))
    expect(metrics.length).toBe(3)
    expect(String(metrics)).toBe('F1: 0.00 %\nspam: 100.00 %\nF1_2: 0.00 %')
  })

  it("holds windows, other Metrics and a user's own", () => {
    const metrics = new Metrics(
      new Rolling({ cls: MAE, windowSize: 1 }),
      new Metrics(new RMSE()),
      new TimeRolling({ cls: MAE, period: 10 }),
    )
    const timed = (t: number) => ({ t }) as { w?: number }
    metrics.update(3, 1, timed(0))
    metrics.update(3, 3, timed(5))
    expect(metrics.get()).toEqual([0, [Math.SQRT2], 1])
    const words = new Metrics().add(new Longest())
    words.update('many', '')
    expect(words.get()).toEqual([4])
  })

  it('judges nothing if one of them refuses', () => {
    const [f1, accuracy, logLoss] = [new F1(), new Accuracy(), new LogLoss()]
    const metrics = new Metrics(f1, accuracy, logLoss)
    metrics.update(true, proba(0.9))
    const before = save(metrics)
    const refused = [
      () => metrics.update(true, true), // no probability
      () => metrics.update('spam', proba(0.9)),
      () => metrics.update(true, proba(Number.NaN)),
      () => metrics.update(true, proba(0.1), { w: -1 }),
      () => metrics.updateMany([true, 'spam'], [proba(0.9), proba(0.9)]),
      () => metrics.updateMany([true], []),
    ]
    for (const refuse of refused) {
      expect(refuse).toThrow(CoelhoError)
      expect(save(metrics)).toEqual(before)
    }
  })

  it('takes back what it gave to others if one fails that could not be tried out', () => {
    const failing = {
      update(): void {
        throw new Error('no')
      },
      get: () => 0,
    }
    const accuracy = new Accuracy()
    const metrics = new Metrics(accuracy, failing)
    expect(() => metrics.update('a', 'a')).toThrow('no')
    expect(accuracy.cm.nSamples).toBe(0)
    expect(() => metrics.revert('a', 'a')).toThrow('takes nothing back')
  })

  it('goes on from a snapshot, also where the first is itself Metrics', () => {
    const make = () => new Metrics(new Metrics(new F1()), new RollingROCAUC({ windowSize: 3 }))
    const metrics = make()
    const learners = [Metrics, F1, RollingROCAUC] as never
    for (const p of [0.1, 0.7, 0.8]) metrics.update(p > 0.5, proba(p))
    const loaded = load<base.Metrics>(save(metrics), { learners })
    for (const each of [metrics, loaded]) each.update(true, proba(0.3))
    expect(loaded.get()).toEqual(metrics.get())
    expect(save(loaded)).toEqual(save(metrics))
    expect(save(metrics.clone())).toEqual(save(make()))
    Object(metrics).members.set('F1', {})
    expect(() => load(save(metrics), { learners })).toThrow(SnapshotError)
  })

  it('merges the same metrics, and refuses others', () => {
    const [one, other] = [new Metrics(new F1(), new MAE()), new Metrics(new F1(), new MAE())]
    one.at(0)?.update(true, true)
    other.at(0)?.update(true, false)
    one.merge(other)
    expect(one.get()[0]).toBeCloseTo(2 / 3, 12)
    expect(() => one.merge(new Metrics(new F1()))).toThrow('must be merged with the same metrics')
    expect(() => new Metrics({} as never)).toThrow(InvalidOptionError)
  })
})
