import { compose, Frame, type Label, random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { load } from '../all/index.js'
import { RandomUnderSampler } from '../imblearn/index.js'
import { LogisticRegression } from '../linear-model/index.js'
import { BernoulliNB, GaussianNB } from '../naive-bayes/index.js'
import { StandardScaler } from '../preprocessing/index.js'
import { HoeffdingTreeClassifier } from '../tree/index.js'
import { CalibratedClassifier } from './index.js'

type Lesson = [x: Record<string, number>, y: Label]

/** Features that say the same again and again: naive Bayes is far too sure of them. */
function repeating(count: number, labels: readonly Label[]): Lesson[] {
  const rng = new random.Random(labels.length)
  return Array.from({ length: count }, () => {
    const code = rng.randint(0, labels.length - 1)
    const base = rng.gauss(code, 1)
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
    return [Object.fromEntries(names.map((k) => [k, base + rng.gauss(0, 0.3)])), labels[code]]
  })
}

interface Probable {
  predictProbaOne(x: Record<string, number>): Map<Label, number>
  learnOne(x: Record<string, number>, y: Label): void
}

/** Log loss, and how far confidence and accuracy are apart (ECE), over the last three quarters. */
function judged(model: Probable, lessons: readonly Lesson[]): { loss: number; ece: number } {
  const bins = Array.from({ length: 10 }, () => [0, 0])
  let loss = 0
  let events = 0
  lessons.forEach(([x, y], i) => {
    const said = model.predictProbaOne(x)
    if (i >= lessons.length / 4) {
      events++
      loss -= Math.log(Math.max(1e-15, said.get(y) ?? 0))
      const [label, p] = [...said].reduce((best, one) => (one[1] > best[1] ? one : best))
      const bin = bins[Math.min(9, Math.floor(10 * p))]
      bin[0] += p
      bin[1] += Number(label === y)
    }
    model.learnOne(x, y)
  })
  const apart = bins.reduce((sum, [p, hits]) => sum + Math.abs(p - hits), 0)
  return { loss: loss / events, ece: apart / events }
}

describe('CalibratedClassifier', () => {
  it.each([2, 3, 5])('makes naive Bayes say what it means, of %i classes', (classes) => {
    const labels = ['a', 'b', 'c', 'd', 'e'].slice(0, classes)
    const lessons = repeating(4000, labels)
    const plain = judged(new GaussianNB(), lessons)
    const own = judged(new CalibratedClassifier({ classifier: new GaussianNB() }), lessons)
    expect(plain.ece).toBeGreaterThan(0.15)
    expect(own.ece).toBeLessThan(0.03)
    expect(own.loss).toBeLessThan(0.7 * plain.loss)
  })

  it('leaves alone what is calibrated already', () => {
    const rng = new random.Random(4)
    const lessons = Array.from({ length: 4000 }, (): Lesson => {
      const y = rng.random() < 0.4
      return [{ a: rng.gauss(y ? 1 : 0, 1), b: rng.gauss(y ? 0.5 : 0, 1) }, y]
    })
    const plain = judged(new GaussianNB(), lessons)
    const model = new CalibratedClassifier({ classifier: new GaussianNB() })
    expect(judged(model, lessons).loss).toBeLessThan(1.01 * plain.loss)
    expect(model.summary.sharpness).toBeGreaterThan(0.85)
    expect(model.summary.sharpness).toBeLessThan(1.15)
  })

  it('tells the very probabilities of its classifier at first', () => {
    const classifier = new GaussianNB()
    const lessons = repeating(50, ['a', 'b'])
    for (const [x, y] of lessons) classifier.learnOne(x, y)
    const model = new CalibratedClassifier({ classifier })
    for (const [x] of repeating(20, ['a', 'b', 'c'])) {
      const said = model.predictProbaOne(x)
      for (const [label, p] of classifier.predictProbaOne(x)) {
        expect(said.get(label)).toBeCloseTo(p, 12)
      }
    }
  })

  it('learns from what was said before the event was learned', () => {
    const learned: boolean[] = []
    class Watched extends GaussianNB {
      override learnRow(...given: Parameters<GaussianNB['learnRow']>): void {
        learned.push(true)
        super.learnRow(...given)
      }
      override scoreRow(...given: Parameters<GaussianNB['scoreRow']>): boolean {
        learned.push(false)
        return super.scoreRow(...given)
      }
    }
    const model = new CalibratedClassifier({ classifier: new Watched() })
    const lessons = repeating(30, ['a', 'b'])
    for (const [x, y] of lessons) model.learnOne(x, y)
    learned.length = 0
    model.learnOne(...lessons[0])
    expect(learned).toEqual([false, true])
  })

  it('teaches the classifier as it would have learned alone', () => {
    const alone = new GaussianNB()
    const classifier = new GaussianNB()
    const model = new CalibratedClassifier({ classifier })
    const lessons = repeating(200, [3, 'x', true])
    for (const [x, y] of lessons) alone.learnOne(x, y, { w: 2 })
    const frame = Frame.fromRows(lessons.map(([x]) => x))
    model.learnMany(
      frame,
      lessons.map(([, y]) => y),
      { w: 2 },
    )
    expect(snapshot.save(classifier)).toEqual(snapshot.save(alone))
  })

  it('takes classes that come late', () => {
    const model = new CalibratedClassifier({ classifier: new GaussianNB() })
    for (const [x, y] of repeating(300, ['a', 'b'])) model.learnOne(x, y)
    for (const [x, y] of repeating(900, ['a', 'b', 'c'])) model.learnOne(x, y)
    const said = model.predictProbaOne({ a: 2, b: 2, c: 2, d: 2, e: 2, f: 2, g: 2, h: 2 })
    expect(model.predictOne({ a: 9, b: 9, c: 9, d: 9, e: 9, f: 9, g: 9, h: 9 })).toBe('c')
    expect([...said.values()].reduce((sum, p) => sum + p)).toBeCloseTo(1, 12)
    expect([...model.summary.factors.keys()]).toEqual(['a', 'b', 'c'])
  })

  it.each([GaussianNB, BernoulliNB, HoeffdingTreeClassifier])(
    'calibrates around a sampler that keeps the first events from a %o',
    (Inner) => {
      const desiredDist = new Map([
        ['fine', 0.5],
        ['fraud', 0.5],
      ])
      const sampler = new RandomUnderSampler({ classifier: new Inner(), desiredDist, seed: 42 })
      const model = new CalibratedClassifier({ classifier: sampler })
      model.learnOne({ a: 1 }, 'fine')
      for (const p of model.predictProbaOne({ a: 1 }).values()) expect(p).not.toBeNaN()
      for (let i = 0; i < 1000; i++) model.learnOne({ a: i % 10 }, i % 9 > 6 ? 'fraud' : 'fine')
      expect(model.summary.sharpness).not.toBe(1)
      const all = [CalibratedClassifier, RandomUnderSampler, Inner]
      const bytes = snapshot.save(model)
      const again = snapshot.load<CalibratedClassifier>(bytes, { learners: all })
      expect(again.predictProbaOne({ a: 3 })).toEqual(model.predictProbaOne({ a: 3 }))
    },
  )

  it('moves further by a larger lr', () => {
    const sharpness = (lr: number) => {
      const model = new CalibratedClassifier({ classifier: new GaussianNB(), lr })
      for (const [x, y] of repeating(60, ['a', 'b'])) model.learnOne(x, y)
      return model.summary.sharpness
    }
    expect(sharpness(0.05)).toBeLessThan(sharpness(0.01))
  })

  it('goes on after a snapshot as if it had not been interrupted, around a pipeline', () => {
    const classifier = new compose.Pipeline(new StandardScaler(), new LogisticRegression())
    const model = new CalibratedClassifier({ classifier })
    const lessons = repeating(100, ['no', 'yes'])
    judged(model, lessons)
    const loaded = load<CalibratedClassifier>(snapshot.save(model))
    expect(judged(loaded, lessons)).toEqual(judged(model, lessons))
  })

  it('refuses what is no classifier', () => {
    expect(() => new CalibratedClassifier({ classifier: new StandardScaler() as never })).toThrow(
      'CalibratedClassifier: option "classifier" must be a classifier',
    )
  })
})
