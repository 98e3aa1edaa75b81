import {
  InvalidInputError,
  InvalidLabelError,
  InvalidOptionError,
  SnapshotError,
  snapshot,
} from '@coelho/core'
import { describe, expect, it } from 'vitest'
import * as optim from '../optim/index.js'
import * as reco from './index.js'

const makers: [string, (options?: object) => reco.Ranker][] = [
  ['Baseline', (options) => new reco.Baseline(options)],
  ['FunkMF', (options) => new reco.FunkMF({ nFactors: 3, seed: 4, ...options })],
  ['BiasedMF', (options) => new reco.BiasedMF({ nFactors: 3, seed: 4, ...options })],
]
const { RandomNormal, ...others } = reco
const learners = [...Object.values(others), RandomNormal, optim.Adam, optim.Newton].filter(
  (cls) => cls !== reco.Ranker,
)
const ratings = Array.from({ length: 200 }, (_, i): [string, number, number] => [
  `u${i % 7}`,
  (i * 3) % 11,
  (i % 7) / 2 + ((i * 3) % 11) / 5,
])

describe.each(makers)('%s', (_, make) => {
  it('changes nothing when it predicts, also of those it never met', () => {
    const [asked, other] = [make(), make()]
    for (const [user, item, y] of ratings) {
      asked.predictOne('stranger', 'strange')
      expect(asked.predictOne(user, item)).toBe(asked.predictOne(user, item))
      asked.rank(user, [1, 'never', item])
      asked.learnOne(user, item, y)
      other.learnOne(user, item, y)
    }
    expect(snapshot.save(asked)).toEqual(snapshot.save(other))
  })

  it('goes on from a snapshot as if it had not been interrupted', () => {
    const [model] = [make()]
    for (const rating of ratings.slice(0, 90)) model.learnOne(...rating)
    const loaded = snapshot.load<reco.Ranker>(snapshot.save(model), { learners: learners as never })
    for (const [user, item, y] of ratings) {
      expect(loaded.predictOne(`new ${user}`, item)).toBe(model.predictOne(`new ${user}`, item))
      for (const one of [model, loaded]) one.learnOne(`new ${user}`, item, y)
    }
    expect(snapshot.save(loaded)).toEqual(snapshot.save(model))
  })

  it('ranks by what it predicts, each item once', () => {
    const model = make()
    for (const rating of ratings) model.learnOne(...rating)
    const ranked = model.rank('u3', [5, 0, 10, 5, 7])
    const scores = ranked.map((item) => model.predictOne('u3', item))
    expect([...ranked].sort()).toEqual([0, 10, 5, 7])
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
  })

  it('takes 1, "1" and true for three users', () => {
    const model = make()
    for (const user of [1, '1', true]) model.learnOne(user, 'item', 5)
    const size = (ranker: reco.Ranker) => {
      return (ranker as unknown as { ids: { users: { size: number } } }).ids.users.size
    }
    expect(size(model)).toBe(3)
  })

  it('refuses what is no id and no rating, and is as it was before', () => {
    const model = make()
    for (const rating of ratings) model.learnOne(...rating)
    const before = snapshot.save(model)
    for (const bad of [null, undefined, {}, Number.NaN, Symbol('s')]) {
      expect(() => model.learnOne(bad as never, 'a', 1)).toThrow(InvalidInputError)
      expect(() => model.predictOne('a', bad as never)).toThrow(InvalidInputError)
      expect(() => model.learnOne('new', 'a', bad as never)).toThrow(InvalidLabelError)
    }
    expect(snapshot.save(model)).toEqual(before)
  })

  it('refuses a snapshot in which somebody has no vector', () => {
    const model = make()
    for (const rating of ratings) model.learnOne(...rating)
    const held = model as unknown as { biases?: object; latents?: object }
    Object.assign((held.biases ?? held.latents) as object, { users: new Float64Array(1) })
    const bytes = snapshot.save(model)
    expect(() => snapshot.load(bytes, { learners: learners as never })).toThrow(SnapshotError)
  })

  it('learns something else with other bounds and losses', () => {
    for (const options of [{ clipGradient: 0.1 }, { loss: new optim.losses.Absolute() }]) {
      const [plain, other] = [make(), make(options)]
      for (const model of [plain, other]) for (const rating of ratings) model.learnOne(...rating)
      expect(other.predictOne('u1', 3)).not.toBe(plain.predictOne('u1', 3))
    }
    expect(() => make({ loss: new optim.SGD() })).toThrow(InvalidOptionError)
  })
})

describe('a recommender', () => {
  it('of biases moves them by hand', () => {
    const model = new reco.Baseline({ optimizer: new optim.SGD({ lr: 0.1 }) })
    model.learnOne('u', 'i', 4) // the mean is 4, so there is no error
    expect(model.predictOne('u', 'i')).toBe(4)
    model.learnOne('u', 'j', 2) // the mean is 3: the slope is 2 × (3 - 2)
    expect(model.predictOne('u', 'i')).toBeCloseTo(3 - 0.2, 12)
    expect(model.predictOne('new', 'j')).toBeCloseTo(3 - 0.2, 12)
    expect(model.globalMean).toBe(3)
  })

  it('learns whether something pleased', () => {
    const loss = new optim.losses.Log()
    const model = new reco.FunkMF({ nFactors: 4, seed: 1, loss })
    for (let i = 0; i < 900; i++) model.learnOne(`u${i % 2}`, `i${i % 3}`, i % 2 === i % 3)
    expect(model.predictOne('u0', 'i0')).toBeGreaterThan(model.predictOne('u1', 'i0'))
    expect(model.seed).toBe(1)
  })

  it('refuses one more user than its optimizer can hold', () => {
    const model = new reco.FunkMF({ nFactors: 2048, optimizer: new optim.Newton(), seed: 1 })
    model.learnOne('a', 'b', 1)
    expect(() => model.learnOne('c', 'b', 1)).not.toThrow()
    expect(() => model.learnOne('d', 'b', 1)).toThrow(InvalidInputError)
  })

  it('at random draws from the same numbers as one of the same seed', () => {
    const [one, other] = [new RandomNormal({ seed: 3 }), new RandomNormal({ seed: 3 })]
    for (const rating of ratings) for (const model of [one, other]) model.learnOne(...rating)
    expect(one.rank('u', [1, 2, 3])).toEqual(other.rank('u', [1, 2, 3]))
    expect(one.predictOne('u', 'i')).not.toBe(one.predictOne('u', 'i'))
    expect(one.seed).toBe(3)
  })
})
