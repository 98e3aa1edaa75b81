import { type ClassifierLike, compose, Frame, type Label, random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { LogisticRegression } from '../linear-model/index.js'
import { GaussianNB } from '../naive-bayes/index.js'
import { StandardScaler } from '../preprocessing/index.js'
import { RandomOverSampler, RandomSampler, RandomUnderSampler } from './index.js'

type Event = [x: { a: number; b?: number }, y: Label]

/** One event in twenty is of the second label. */
function events(count: number, labels: readonly [Label, Label], seed = 3): Event[] {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, () => {
    const rare = rng.random() < 0.05
    const a = rng.gauss(rare ? 2 : 0, 1)
    return [rng.random() < 0.1 ? { a } : { a, b: rng.random() }, labels[Number(rare)]]
  })
}
const HAM = ['ham', 'spam'] as const
const even = { ham: 0.5, spam: 0.5 }
const scaled = () => new compose.Pipeline(new StandardScaler(), new LogisticRegression())

const samplers = {
  RandomUnderSampler: (classifier: ClassifierLike, desiredDist: object, seed = 42) =>
    new RandomUnderSampler({ classifier, desiredDist: desiredDist as never, seed }),
  RandomOverSampler: (classifier: ClassifierLike, desiredDist: object, seed = 42) =>
    new RandomOverSampler({ classifier, desiredDist: desiredDist as never, seed }),
  RandomSampler: (classifier: ClassifierLike, desiredDist: object, seed = 42) =>
    new RandomSampler({ classifier, desiredDist: desiredDist as never, seed }),
}
type Sampler = ReturnType<(typeof samplers)[keyof typeof samplers]>

const learnAll = <Model extends Sampler>(model: Model, stream: readonly Event[]): Model => {
  for (const [x, y] of stream) model.learnOne(x, y)
  return model
}
const shareOf = (counts: Map<Label, number>, label: Label): number => {
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0)
  return (counts.get(label) ?? 0) / total
}

describe.each(Object.entries(samplers))('%s', (name, make) => {
  it('teaches the classes in the desired proportion', () => {
    const stream = events(6000, HAM)
    for (const wanted of [0.5, 0.2]) {
      const model = learnAll(make(new GaussianNB(), { ham: 1 - wanted, spam: wanted }), stream)
      expect(shareOf(model.trainedOnDist, 'spam')).toBeCloseTo(wanted, 1)
      expect(shareOf(model.actualDist, 'spam')).toBeCloseTo(0.05, 1)
      const nb = model.classifier as GaussianNB
      expect(nb.pClass('spam')).toBeCloseTo(shareOf(model.trainedOnDist, 'spam'), 12)
    }
  })

  it('draws by its seed, which it shows', () => {
    const stream = events(500, HAM)
    const one = learnAll(make(new GaussianNB(), even), stream)
    const other = learnAll(make(new GaussianNB(), even, 43), stream)
    expect(other.trainedOnDist).not.toEqual(one.trainedOnDist)
    expect([one.seed, other.seed]).toEqual([42, 43])
  })

  it('learns frames as it learns events, through a pipeline too', () => {
    for (const labels of [HAM, [0, 1], [false, true]] as const) {
      const desired = new Map<Label, number>([
        [labels[0], 0.6],
        [labels[1], 0.4],
      ])
      for (const inner of [() => new GaussianNB(), scaled]) {
        const stream = events(800, labels)
        const [one, many, both] = [0, 1, 2].map(() => make(inner(), desired))
        const predicted = stream.map(([x, y]) => {
          const answer = one.predictOne(x)
          one.learnOne(x, y)
          return answer
        })
        const frame = Frame.fromRows(stream.map(([x]) => x))
        const ys = stream.map(([, y]) => y)
        many.learnMany(frame, ys)
        expect(both.predictThenLearnMany(frame, ys)).toEqual(predicted)
        expect(snapshot.save(many)).toEqual(snapshot.save(one))
        expect(snapshot.save(both)).toEqual(snapshot.save(one))
      }
    }
  })

  it('goes on after a snapshot as if it had not been interrupted', () => {
    const stream = events(400, HAM)
    const learners = [RandomUnderSampler, RandomOverSampler, RandomSampler, GaussianNB]
    for (const cut of [0, 1, 7, 200]) {
      const model = learnAll(make(new GaussianNB(), even), stream.slice(0, cut))
      const bytes = snapshot.save(model)
      const loaded = snapshot.load<typeof model>(bytes, { learners: learners as never })
      learnAll(model, stream.slice(cut))
      learnAll(loaded, stream.slice(cut))
      expect(snapshot.save(loaded)).toEqual(snapshot.save(model))
    }
  })

  it('goes on teaching a classifier that has learned before', () => {
    const classifier = new GaussianNB()
    classifier.learnOne({ a: 0 }, 'ham')
    classifier.learnOne({ a: 1 }, 'ham')
    classifier.learnOne({ a: 5 }, 'spam')
    classifier.learnOne({ a: 6 }, 'spam')
    const model = make(classifier, even)
    expect(model.predictOne({ a: 6 })).toBe('spam')
    expect(model.predictMany(Frame.fromRows([{ a: 6 }]))).toEqual(['spam'])
  })

  it('hands weights on', () => {
    const stream = events(300, HAM)
    const model = make(new GaussianNB(), even)
    stream.forEach(([x, y], i) => {
      model.learnOne(x, y, { w: 1 + (i % 3) })
    })
    const plain = learnAll(make(new GaussianNB(), even), stream)
    expect(model.trainedOnDist).toEqual(plain.trainedOnDist)
    expect(model.predictProbaOne({ a: 1 })).not.toEqual(plain.predictProbaOne({ a: 1 }))
  })

  it('refuses a label that is not desired, and learns no row of a frame that has one', () => {
    const model = make(new GaussianNB(), even)
    learnAll(model, events(50, HAM))
    const before = snapshot.save(model)
    expect(() => model.learnOne({ a: 1 }, 'eggs')).toThrow(
      `${name}: the label must be one of those of desiredDist: "ham", "spam", got "eggs".`,
    )
    const numbers = make(new GaussianNB(), { 0: 0.5, 1: 0.5 } as never)
    expect(() => numbers.learnOne({ a: 1 }, 1)).toThrow(
      '"0", "1" (keys of an object are texts: a Map can have other labels), got 1.',
    )
    const frame = Frame.fromRows([{ a: 1 }, { a: 2 }])
    expect(() => model.learnMany(frame, ['ham', 'eggs'])).toThrow('must be one of those')
    expect(() => model.predictThenLearnMany(frame, ['ham'])).toThrow('2 rows need as many labels')
    expect(snapshot.save(model)).toEqual(before)
  })

  it('copies and checks the distribution it is given', () => {
    const desired = new Map<Label, number>([['ham', 1]])
    const model = make(new GaussianNB(), desired)
    desired.set('spam', 1)
    expect(() => model.learnOne({ a: 1 }, 'spam')).toThrow('desiredDist: "ham", got "spam"')
    expect(() => make(new GaussianNB(), { ham: -1 })).toThrow(
      /option "desiredDist" must have finite numbers (at least|above) 0, got -1/,
    )
    expect(() => make(new GaussianNB(), {})).toThrow('must desire at least one label')
    expect(() => make(new GaussianNB(), new Map([[{}, 1]]))).toThrow('must have labels as its keys')
  })
})

describe('RandomUnderSampler', () => {
  it('teaches every event of the rarest class once it is known as such', () => {
    const model = learnAll(samplers.RandomUnderSampler(new GaussianNB(), even), events(6000, HAM))
    const [came, taught] = [model.actualDist.get('spam'), model.trainedOnDist.get('spam')]
    expect(taught).toBeGreaterThan(0.8 * (came as number))
  })
})

describe('RandomSampler', () => {
  it('learns as many events as its rate says, with and without a distribution', () => {
    const stream = events(4000, HAM)
    for (const desiredDist of [even, null]) {
      const classifier = new GaussianNB()
      const model = new RandomSampler({ classifier, desiredDist, samplingRate: 0.3, seed: 1 })
      learnAll(model, stream)
      const events = (classifier as unknown as { events: Float64Array }).events
      expect((events[0] + events[1]) / 4000).toBeCloseTo(0.3, 1)
      expect(model.actualDist.size).toBe(desiredDist ? 2 : 0)
    }
  })

  it('takes any label without a distribution', () => {
    const model = new RandomSampler({ classifier: new GaussianNB(), desiredDist: null, seed: 1 })
    for (let i = 0; i < 20; i++) model.learnOne({ a: i }, i)
    expect(model.predictProbaOne({ a: 3 }).size).toBeGreaterThan(5)
  })
})
