import { compose, evaluate, Frame, metrics, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { LogisticRegression } from '../linear-model/index.js'
import { GaussianNB } from '../naive-bayes/index.js'
import { StandardScaler } from '../preprocessing/index.js'
import { EntropySampler } from './index.js'

const unsure = (discountFactor?: number) => {
  const classifier = new LogisticRegression()
  for (let i = 0; i < 40; i++) classifier.learnOne({ x: 1 }, true)
  const options = discountFactor === undefined ? {} : { discountFactor }
  return new EntropySampler({ classifier, seed: 7, ...options })
}
const asked = (model: EntropySampler, times: number) =>
  Array.from({ length: times }, () => model.predictOne({ x: 1 })[1]).filter(Boolean).length

describe('EntropySampler', () => {
  it('always asks where all classes are as likely, and never where it knows none', () => {
    const even = new EntropySampler({ classifier: new LogisticRegression(), seed: 1 })
    expect(asked(even, 50)).toBe(50)
    const none = new EntropySampler({ classifier: new GaussianNB(), seed: 1 })
    expect(none.predictOne({ x: 1 })).toEqual([new Map(), false])
    expect(asked(none, 50)).toBe(0)
    none.learnOne({ x: 1 }, 'one class')
    expect(asked(none, 50)).toBe(0)
  })

  it('asks as often as the entropy says, to the power of the discount', () => {
    const model = unsure()
    const p = model.predictProbaOne({ x: 1 })[0].get(true) as number
    const entropy = -(p * Math.log2(p) + (1 - p) * Math.log2(1 - p))
    expect(asked(unsure(1), 4000) / 4000).toBeCloseTo(entropy, 1)
    expect(asked(unsure(4), 4000) / 4000).toBeCloseTo(entropy ** 4, 1)
    expect(asked(unsure(0), 100)).toBe(100)
  })

  it('is judged on all events of a frame, and taught only the labels it asks for', () => {
    const rows = Array.from({ length: 200 }, (_, i) => ({ x: (i * 37) % 20 }))
    const y = rows.map(({ x }) => x > 9)
    const run = (dataset: unknown) => {
      const sampler = new EntropySampler({ classifier: new LogisticRegression(), seed: 5 })
      const model = new compose.Pipeline(new StandardScaler(), sampler)
      const metric = new metrics.Accuracy()
      const steps: Iterable<evaluate.Checkpoint> = evaluate.iterProgressiveValScore({
        dataset: dataset as [object, boolean][],
        model,
        metric,
        step: 200,
      })
      return [...steps].map((step) => [step['Samples used'], metric.get()])
    }
    const byRows = run(rows.map((x, i) => [x, y[i]]))
    expect(byRows[0][0]).toBeLessThan(200)
    expect(run({ x: Frame.fromRows(rows), y })).toEqual(byRows)
  })

  it('draws on after a snapshot as if it had not been interrupted', () => {
    const model = unsure(1)
    asked(model, 9)
    const learners = [EntropySampler, LogisticRegression] as never
    const loaded = snapshot.load<EntropySampler>(snapshot.save(model), { learners })
    for (let i = 0; i < 20; i++)
      expect(loaded.predictOne({ x: 1 })).toEqual(model.predictOne({ x: 1 }))
  })

  it('hands weights on to its classifier, and learns frames as rows', () => {
    const [one, many] = [0, 1].map(
      () => new EntropySampler({ classifier: new LogisticRegression(), seed: 1 }),
    )
    one.learnOne({ x: 1 }, true, { w: 3 })
    one.learnOne({ x: 2 }, false)
    many.learnMany(Frame.fromRows([{ x: 1 }, { x: 2 }]), [true, false], { w: [3, 1] })
    expect(many.predictProbaOne({ x: 1 })).toEqual(one.predictProbaOne({ x: 1 }))
    const unweighted = new EntropySampler({ classifier: new LogisticRegression(), seed: 1 })
    unweighted.learnOne({ x: 1 }, true)
    unweighted.learnOne({ x: 2 }, false)
    expect(unweighted.predictProbaOne({ x: 1 })[0]).not.toEqual(one.predictProbaOne({ x: 1 })[0])
  })

  it('refuses a discount below 0', () => {
    expect(() => unsure(-1)).toThrow(
      'EntropySampler: option "discountFactor" must be a finite number of at least 0',
    )
  })
})
