import { describe, expect, it } from 'vitest'
import { Frame } from '../data/frame.js'
import type { Row } from '../data/row.js'
import * as snapshot from '../snapshot/index.js'
import { AnomalyDetector } from './anomaly-detector.js'
import { Clusterer } from './clusterer.js'
import { DriftDetector } from './drift-detector.js'
import { Regressor } from './regressor.js'

/** Predicts the mean of all targets: the smallest learner there is. */
class MeanTarget extends Regressor {
  static override readonly id = 'test.MeanTarget'
  static override readonly state = ['total', 'weight'] as const
  private total = 0
  private weight = 0

  learnRow(_: Row, y: number, weight: number): void {
    this.total += weight * y
    this.weight += weight
  }

  predictRow(): number {
    return this.weight > 0 ? this.total / this.weight : 0
  }
}

/** Two clusters: below and above the mean of the first feature. */
class Halves extends Clusterer {
  static override readonly id = 'test.Halves'
  static override readonly state = ['mean', 'weight'] as const
  private mean = 0
  private weight = 0

  learnRow(row: Row, weight: number): void {
    this.weight += weight
    this.mean += (weight / this.weight) * (row.values[0] - this.mean)
  }

  predictRow(row: Row): number {
    return row.values[0] > this.mean ? 1 : 0
  }
}

/** The farther from the greatest value so far, the more unusual. */
class AboveAll extends AnomalyDetector {
  static override readonly id = 'test.AboveAll'
  static override readonly state = ['greatest'] as const
  private greatest = 0

  learnRow(row: Row): void {
    this.greatest = Math.max(this.greatest, row.values[0])
  }

  scoreRow(row: Row): number {
    return Math.max(0, row.values[0] - this.greatest)
  }
}

class AboveOne extends DriftDetector {
  static override readonly id = 'test.AboveOne'
  private last = 0

  update(x: number): void {
    this.last = x
  }

  get driftDetected(): boolean {
    return this.last > 1
  }
}

describe('Regressor', () => {
  it('learns numbers with weights, the same from frames as from objects', () => {
    const one = new MeanTarget()
    one.learnOne({ a: 1 }, 10)
    one.learnOne({ a: 2 }, 40, { w: 2 })
    one.learnOne({ a: 2 }, 1e6, { w: 0 })
    expect(one.predictOne({ a: 3 })).toBe(30)

    const many = new MeanTarget()
    const frame = Frame.fromRows([{ a: 1 }, { a: 2 }])
    many.learnMany(frame, [10, 40], { w: [1, 2] })
    expect([...many.predictMany(frame)]).toEqual([30, 30])
    expect([...new MeanTarget().predictThenLearnMany(frame, [10, 40])]).toEqual([0, 10])
  })

  it('refuses a target that is no number, and has then learned nothing', () => {
    const model = new MeanTarget()
    const before = snapshot.save(model)
    expect(() => model.learnOne({ a: 1 }, NaN)).toThrow(
      'MeanTarget: the label must be a finite number, got NaN.',
    )
    expect(() => model.learnMany(Frame.fromRows([{ a: 1 }]), [1, 2])).toThrow(
      'MeanTarget: 1 rows need as many numbers, got 2.',
    )
    expect(() => model.learnOne({ a: 1 }, 1, { w: -1 })).toThrow(
      'MeanTarget: option "w" must be a finite number of at least 0, got -1.',
    )
    expect(snapshot.save(model)).toEqual(before)
  })
})

describe('Clusterer', () => {
  it('learns and predicts, the same from frames as from objects', () => {
    const one = new Halves()
    for (const a of [1, 3, 8]) one.learnOne({ a })
    const many = new Halves()
    many.learnMany(Frame.fromRows([{ a: 1 }, { a: 3 }, { a: 8 }]))
    expect(snapshot.save(many)).toEqual(snapshot.save(one))
    expect([one.predictOne({ a: 2 }), one.predictOne({ a: 7 })]).toEqual([0, 1])
    expect([...many.predictMany(Frame.fromRows([{ a: 2 }, { a: 7 }]))]).toEqual([0, 1])
  })
})

describe('AnomalyDetector', () => {
  it('scores without learning, the same for frames as for objects', () => {
    const model = new AboveAll()
    model.learnMany(Frame.fromRows([{ a: 1 }, { a: 4 }]))
    model.learnOne({ a: 2 })
    const before = snapshot.save(model)
    expect(model.scoreOne({ a: 9, stranger: 1 })).toBe(5)
    expect([...model.scoreMany(Frame.fromRows([{ a: 3 }, { a: 9 }]))]).toEqual([0, 5])
    expect(snapshot.save(model)).toEqual(before)
  })
})

describe('DriftDetector', () => {
  it('tells after each update whether there was a change', () => {
    const detector = new AboveOne()
    detector.update(0.5)
    expect(detector.driftDetected).toBe(false)
    detector.update(2)
    expect(detector.driftDetected).toBe(true)
    expect(detector.clone().driftDetected).toBe(false)
    expect(String(detector)).toBe('AboveOne()')
  })
})
