import { compose, Frame, random } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { initializers, SGD, schedulers } from '../optim/index.js'
import { OneHotEncoder, StandardScaler } from '../preprocessing/index.js'
import { LinearRegression } from './linear-regression.js'
import { LogisticRegression } from './logistic-regression.js'

/** More rows than go together, with a category, in which a label comes late. */
function events(count: number) {
  const rng = new random.Random(3)
  return Array.from({ length: count }, (_, i) => {
    const [a, b] = [rng.gauss(0, 1), rng.gauss(5, 2)]
    const label = i > count / 4 && a > rng.gauss(0, 1)
    return { x: { a, b, c: a * b }, label, y: a - b, w: i % 7 === 0 ? 0 : 1 + (i % 3) }
  })
}

const given = events(300)
const frame = Frame.fromRows(given.map(({ x }) => x))
const w = given.map((event) => event.w)

const classifiers: readonly [string, () => LogisticRegression][] = [
  ['plain', () => new LogisticRegression()],
  ['clipped', () => new LogisticRegression({ clipGradient: 0.2 })],
  ['with rates that fall', () => new LogisticRegression(falling())],
  ['held down', () => new LogisticRegression({ l2: 0.1 })],
  ['with weights that start anywhere', () => new LogisticRegression(anywhere())],
]

function falling() {
  const lr = new schedulers.InverseScaling({ learningRate: 0.1 })
  return { optimizer: new SGD({ lr }), interceptLr: lr }
}

function anywhere() {
  return { initializer: new initializers.Normal({ seed: 1 }) }
}

describe.each(classifiers)('a logistic regression %s, behind a scaler', (_, model) => {
  it('predicts and learns the rows of a frame to the same bits as one by one', () => {
    const [one, many] = [model, model].map((make) => compose.pipe(new StandardScaler(), make()))
    const answers = given.map(({ x, label, w }) => {
      const answer = one.predictOne(x)
      one.learnOne(x, label, { w })
      return answer
    })
    const labels = given.map(({ label }) => label)
    expect(many.predictThenLearnMany(frame, labels, { w })).toEqual(answers)
    for (const { x } of given) expect(many.predictProbaOne(x)).toEqual(one.predictProbaOne(x))
  })

  it('learns them to the same bits without predicting', () => {
    const [one, many] = [model, model].map((make) => compose.pipe(new StandardScaler(), make()))
    for (const { x, label, w } of given) one.learnOne(x, label, { w })
    many.learnMany(
      frame,
      given.map(({ label }) => label),
      { w },
    )
    for (const { x } of given) expect(many.predictProbaOne(x)).toEqual(one.predictProbaOne(x))
  })
})

describe('a linear regression', () => {
  it('takes what a union of scaler and selection hands on, to the same bits as one by one', () => {
    const make = () =>
      compose.pipe(
        new compose.TransformerUnion(
          new StandardScaler(),
          compose.pipe(new compose.Select('a'), new compose.Prefixer({ prefix: 'raw_' })),
        ),
        new LinearRegression(),
      )
    const [one, many] = [make(), make()]
    const answers = given.map(({ x, y }) => {
      const answer = one.predictOne(x)
      one.learnOne(x, y)
      return answer
    })
    const found = many.predictThenLearnMany(
      frame,
      given.map(({ y }) => y),
    )
    expect(Array.from(found)).toEqual(answers)
  })

  it('learns from encoded categories of a frame what it learns from objects', () => {
    const shops = given.map((_, i) => ({ shop: ['north', 'south', 'east'][(i * i) % 3] }))
    for (const dropZeros of [false, true]) {
      const make = () => compose.pipe(new OneHotEncoder({ dropZeros }), new LinearRegression())
      const [one, many] = [make(), make()]
      for (const [i, x] of shops.entries()) one.learnOne(x, given[i].y)
      many.learnMany(
        Frame.fromRows(shops),
        given.map(({ y }) => y),
      )
      for (const x of shops) expect(many.predictOne(x)).toBe(one.predictOne(x))
    }
  })
})
