import { compose, Frame, Schema, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { LinearRegression, LogisticRegression } from '../linear-model/index.js'
import { GaussianNB } from '../naive-bayes/index.js'
import { StandardScaler } from '../preprocessing/index.js'
import {
  ClassifierChain,
  MonteCarloClassifierChain,
  MultiClassEncoder,
  PerOutputClassifier,
  PerOutputRegressor,
  ProbabilisticClassifierChain,
  RegressorChain,
} from './index.js'

const flags = Array.from({ length: 30 }, (_, i) => {
  const x = { a: (i * 7) % 10, b: (i * 3) % 4 }
  return [x, { big: x.a > 4, odd: x.b % 2 === 1 }] as const
})
const logistic = () => new LogisticRegression()

describe('RegressorChain', () => {
  it('tells each model what was predicted before it', () => {
    const chain = new RegressorChain({ model: new LinearRegression(), order: ['width', 'height'] })
    const [width, height] = [new LinearRegression(), new LinearRegression()]
    for (const a of [1, 2, 3, 4]) {
      const told = { a, width: width.predictOne({ a }) }
      height.learnOne(told, 3 * a)
      width.learnOne({ a }, 2 * a)
      chain.learnOne({ a }, { width: 2 * a, height: 3 * a })
    }
    const told = width.predictOne({ a: 5 })
    const answer = { width: told, height: height.predictOne({ a: 5, width: told }) }
    expect(chain.predictOne({ a: 5 })).toEqual(answer)
  })

  it('refuses an event where its models have no room for what is handed on', () => {
    const order = ['width', 'height']
    const make = (maxFeatures: number) => {
      const model = new LinearRegression({ schema: new Schema({ maxFeatures }) })
      const classifier = new LogisticRegression({ schema: new Schema({ maxFeatures }) })
      return [
        new RegressorChain({ model, order }),
        new ClassifierChain({ model: classifier, order }),
      ] as const
    }
    for (const chain of make(1)) {
      const before = snapshot.save(chain)
      expect(() => chain.learnOne({ a: 1 }, { width: 1, height: 0 })).toThrow('maxFeatures = 1')
      expect(snapshot.save(chain)).toEqual(before)
    }
    for (const room of [2, 9]) {
      for (const chain of make(room)) {
        for (let i = 0; i < 3; i++) chain.learnOne({ a: i }, { width: 1, height: 0 })
        expect(Object.keys(chain.predictOne({ a: 1 }))).toEqual(order)
      }
    }
  })

  it('learns a new output from its second event on', () => {
    const chain = new RegressorChain({ model: new LinearRegression() })
    chain.learnOne({ a: 1 }, { width: 2 })
    expect(chain.predictOne({ a: 1 })).toEqual({})
    chain.learnOne({ a: 1 }, { height: 3 })
    expect(chain.predictOne({ a: 1 })).toEqual({ width: 0 }) // no event had a width since
    chain.learnOne({ a: 1 }, { width: 2, height: 3 })
    expect(Object.keys(chain.predictOne({ a: 1 }))).toEqual(['width', 'height'])
  })

  it('is not disturbed by a feature with the name of an output, which is replaced', () => {
    const order = ['width', 'height']
    const [plain, hidden] = [0, 1].map(
      () => new RegressorChain({ model: new LinearRegression(), order }),
    )
    for (const a of [1, 2, 3]) {
      plain.learnOne({ a }, { height: a })
      hidden.learnOne({ a, height: 100 * a }, { height: a })
    }
    expect(plain.predictOne({ a: 1 })['height']).not.toBe(
      hidden.predictOne({ a: 1, height: 9 })['height'],
    )
    expect(hidden.predictOne({ a: 1, width: 5 })['height']).toBe(
      hidden.predictOne({ a: 1 })['height'],
    )
  })

  it('refuses an order with a name twice, and a schema that its model has', () => {
    const model = new LinearRegression()
    expect(() => new RegressorChain({ model, order: ['a', 'a'] })).toThrow(
      'RegressorChain: option "order" must name each output once',
    )
    expect(() => new RegressorChain({ model, schema: model.schema })).toThrow(
      'RegressorChain: option "schema" must be another one than that of the model',
    )
  })

  it('refuses targets that are no objects of numbers, and learns nothing then', () => {
    const chain = new RegressorChain({ model: new LinearRegression() })
    chain.learnOne({ a: 1 }, { width: 2 })
    const before = snapshot.save(chain)
    for (const y of [3, null, undefined, [1], new Map([['width', 1]])]) {
      expect(() => chain.learnOne({ a: 1, z: 1 }, y as never)).toThrow(
        'RegressorChain: the label must be an object with a value for each output',
      )
    }
    expect(() => chain.learnOne({ a: 1, z: 1 }, { width: 1, height: Number.NaN })).toThrow(
      'RegressorChain: the label of output "height" must be a finite number',
    )
    expect(snapshot.save(chain)).toEqual(before)
  })

  it('refuses more outputs than its schema has room for labels', () => {
    const schema = new Schema({ maxLabels: 2 })
    const chain = new RegressorChain({ model: new LinearRegression(), schema })
    chain.learnOne({}, { a: 1, b: 2 })
    const frame = Frame.fromRows([{ x: 1 }])
    expect(() => chain.learnOne({}, { c: 1 })).toThrow('must bring the outputs to 2 at most')
    expect(() => chain.learnMany(frame, [{ c: 1 }])).toThrow('must bring the outputs to 2 at most')
  })
})

describe('ClassifierChain', () => {
  it('tells the next model the probability of the second class, as a feature', () => {
    const chain = new ClassifierChain({ model: logistic(), order: ['big', 'odd'] })
    const [big, odd] = [logistic(), logistic()]
    for (const [x, y] of flags) {
      odd.learnOne({ ...x, big: big.predictProbaOne(x).get(true) as number }, y.odd)
      big.learnOne(x, y.big)
      chain.learnOne(x, y)
    }
    const [x] = flags[3]
    const p = big.predictProbaOne(x)
    const q = odd.predictProbaOne({ ...x, big: p.get(true) as number })
    expect(chain.predictProbaOne(x)).toEqual({ big: p, odd: q })
  })

  it('tells the probability of each label where there may be more than two', () => {
    const chain = new ClassifierChain({ model: new GaussianNB(), order: ['shape', 'tone'] })
    for (const [x, y] of flags) chain.learnOne(x, { shape: y.big ? 'star' : 'ring', tone: y.odd })
    const tone = chain.models.get('tone') as GaussianNB
    expect(tone.schema.names().sort()).toEqual(['a', 'b', 'shape_star', 'shape_ring'].sort())
  })

  it('refuses a third class of an output in a frame before it learns any row', () => {
    const chain = new ClassifierChain({ model: logistic() })
    const frame = Frame.fromRows([{ a: 1 }, { a: 2 }, { a: 3 }])
    const before = snapshot.save(chain)
    const y = ['x', 'y', 'z'].map((shape) => ({ shape }))
    expect(() => chain.learnMany(frame, y)).toThrow('must be "x" or "y"')
    expect(() => new compose.Pipeline(new StandardScaler(), chain).learnMany(frame, y)).toThrow(
      'must be "x" or "y"',
    )
    expect(snapshot.save(chain)).toEqual(before)
  })

  it('takes names such as __proto__ for outputs as any others', () => {
    const chain = new PerOutputClassifier({ classifier: new GaussianNB() })
    const y = JSON.parse('{"__proto__": true, "constructor": "a"}')
    chain.learnOne({ a: 1 }, y)
    expect(Object.entries(chain.predictOne({ a: 1 }))).toEqual(Object.entries(y))
  })
})

describe('ProbabilisticClassifierChain', () => {
  it('predicts the labels with the highest product of probabilities', () => {
    const chain = new ProbabilisticClassifierChain({ model: logistic() })
    for (const [x, y] of flags) chain.learnOne(x, y)
    const big = chain.models.get('big') as LogisticRegression
    const odd = chain.models.get('odd') as LogisticRegression
    for (const [x] of flags) {
      let best = {}
      let highest = 0
      for (const labels of [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ]) {
        const p = big.predictProbaOne(x).get(labels[0] === 1) as number
        const q = odd.predictProbaOne({ ...x, big: labels[0] }).get(labels[1] === 1) as number
        if (p * q <= highest) continue
        highest = p * q
        best = { big: labels[0], odd: labels[1] }
      }
      expect(chain.predictOne(x)).toEqual(best)
    }
  })

  it('predicts nothing of labels that have no number', () => {
    const chain = new ProbabilisticClassifierChain({ model: new GaussianNB() })
    for (let i = 0; i < 3; i++) chain.learnOne({ a: i }, { shape: 'star' })
    expect(chain.predictOne({ a: 1 })).toEqual({})
  })
})

describe('MonteCarloClassifierChain', () => {
  it('predicts as a ClassifierChain where it draws none', () => {
    const none = new MonteCarloClassifierChain({ model: logistic(), m: 0, seed: 1 })
    const plain = new ClassifierChain({ model: logistic() })
    for (const [x, y] of flags) {
      none.learnOne(x, y)
      plain.learnOne(x, y)
      expect(none.predictOne(x)).toEqual(plain.predictOne(x))
    }
  })

  it('finds what is likeliest if it draws often enough', () => {
    const many = new MonteCarloClassifierChain({ model: logistic(), m: 60, seed: 1 })
    const all = new ProbabilisticClassifierChain({ model: logistic() })
    for (const [x, y] of flags) {
      many.learnOne(x, y)
      all.learnOne(x, y)
    }
    for (const [x] of flags) {
      const found = Object.entries(many.predictOne(x)).map(([name, y]) => [name, Number(y)])
      expect(Object.fromEntries(found)).toEqual(all.predictOne(x))
    }
  })
})

describe('PerOutputClassifier and PerOutputRegressor', () => {
  it('learn each output as a model alone would', () => {
    const several = new PerOutputClassifier({ classifier: logistic() })
    const alone = logistic()
    for (const [x, y] of flags) {
      several.learnOne(x, y)
      alone.learnOne(x, y.odd)
    }
    expect(several.predictProbaOne(flags[0][0])['odd']).toEqual(alone.predictProbaOne(flags[0][0]))
  })

  it('start from what the model has learned already', () => {
    const model = new LinearRegression()
    for (let i = 0; i < 50; i++) model.learnOne({ a: 1 }, 10)
    const several = new PerOutputRegressor({ model })
    several.learnOne({ a: 1 }, { width: 10 })
    expect(several.predictOne({ a: 1 })['width']).toBeGreaterThan(5)
  })
})

describe('MultiClassEncoder', () => {
  it('gives a label the probability of its set, and the contrary the rest', () => {
    const model = new GaussianNB()
    const encoder = new MultiClassEncoder({ model })
    for (const [x, y] of flags) encoder.learnOne(x, y)
    const [x] = flags[1]
    const p = Math.max(...model.predictProbaOne(x).values())
    const { big } = encoder.predictProbaOne(x)
    expect([...big.values()]).toEqual([p, 1 - p])
  })

  it('tells labels that are no booleans as they are', () => {
    const encoder = new MultiClassEncoder({ model: new GaussianNB() })
    for (let i = 0; i < 3; i++) encoder.learnOne({ a: i }, { shape: 'star', tone: 1, red: true })
    expect(encoder.predictOne({ a: 1 })).toEqual({ shape: 'star', tone: 1, red: true })
  })

  it('refuses a third set where its model tells two classes apart', () => {
    const encoder = new MultiClassEncoder({ model: logistic() })
    encoder.learnOne({ a: 1 }, { big: true })
    encoder.learnOne({ a: 2 }, { big: false })
    expect(encoder.predictOne({ a: 1 })).toHaveProperty('big')
    const before = snapshot.save(encoder)
    expect(() => encoder.learnOne({ a: 3 }, { big: true, odd: true })).toThrow(
      'the model tells two classes apart',
    )
    expect(snapshot.save(encoder)).toEqual(before)
  })
})
