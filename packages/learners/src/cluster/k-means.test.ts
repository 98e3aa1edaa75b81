import { Frame, random } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { KMeans, STREAMKMeans } from './index.js'

type Event = Record<string, number>

function groups(seed: number, count: number): Event[] {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, () => {
    const place = 5 * rng.randint(-1, 1)
    return { a: rng.gauss(place, 0.5), b: rng.gauss(-place, 0.5) }
  })
}

describe('KMeans', () => {
  it('draws its centres one by one, and moves the nearest', () => {
    const rng = new random.Random(7)
    const drawn = Array.from({ length: 4 }, () => rng.gauss(1, 2))
    const model = new KMeans({ nClusters: 2, halflife: 0.25, mu: 1, sigma: 2, seed: 7 })
    const moved = model.learnPredictOne({ a: 30, b: 30 })
    const centres = [drawn.slice(0, 2), drawn.slice(2)]
    centres[moved] = centres[moved].map((from) => from + 0.25 * (30 - from))
    expect([...model.centers.values()]).toEqual(centres.map(([a, b]) => ({ a, b })))
    expect(model.predictOne({ a: 30, b: 30 })).toBe(moved)
  })

  it('predicts as if it had met the features, and keeps nothing of it', () => {
    const [asked, silent] = [new KMeans({ seed: 3 }), new KMeans({ seed: 3 })]
    for (const x of groups(1, 30)) {
      const answer = asked.predictOne(x)
      expect(answer).toBe(asked.learnPredictOne(x))
      expect(answer).toBe(silent.learnPredictOne(x))
    }
  })

  it('measures by the power p', () => {
    const answers = (p: number) => {
      const model = new KMeans({ nClusters: 6, sigma: 4, p, halflife: 0, seed: 2 })
      model.learnOne({ a: 0, b: 0 })
      return groups(4, 200).map((x) => model.predictOne(x))
    }
    expect(answers(1)).not.toEqual(answers(2))
    expect(answers(2)).not.toEqual(answers(8))
  })

  it('moves for an event of weight w as for w events', () => {
    const [once, twice] = [1, 2].map(() => new KMeans({ nClusters: 1, halflife: 0.3, seed: 1 }))
    once.learnOne({ a: 9 }, { w: 2 })
    for (let i = 0; i < 2; i++) twice.learnOne({ a: 9 })
    expect(once.centers.get(0)?.['a']).toBeCloseTo(twice.centers.get(0)?.['a'] as number, 12)
  })

  it('refuses a halflife beyond the whole way', () => {
    expect(() => new KMeans({ halflife: 1.5 })).toThrow('option "halflife"')
  })
})

describe('STREAMKMeans', () => {
  it('clusters each chunk on its own, and learns from its centres', () => {
    const events = groups(2, 20)
    const options = { nClusters: 3, halflife: 0.4, sigma: 3, seed: 5 }
    const model = new STREAMKMeans({ ...options, chunkSize: 10 })
    const whole = new KMeans(options)
    for (const chunk of [events.slice(0, 10), events.slice(10)]) {
      const own = new KMeans(options)
      for (const x of chunk) {
        own.learnOne(x)
        model.learnOne(x)
      }
      for (const center of own.centers.values()) whole.learnOne(center)
    }
    expect(model.centers).toEqual(whole.centers)
  })

  it('has one cluster until the first chunk is full', () => {
    const model = new STREAMKMeans({ chunkSize: 5, nClusters: 3, sigma: 4, seed: 1 })
    const events = groups(3, 40)
    model.learnMany(Frame.fromRows(events.slice(0, 4)))
    expect(new Set(events.map((x) => model.predictOne(x)))).toEqual(new Set([0]))
    model.learnMany(Frame.fromRows(events.slice(4)))
    expect(new Set(events.map((x) => model.predictOne(x))).size).toBeGreaterThan(1)
  })

  it('keeps apart what is absent and what is 0 while it waits', () => {
    const centres = (x: Event) => {
      const model = new STREAMKMeans({ chunkSize: 2, nClusters: 1, seed: 1 })
      model.learnOne(x)
      model.learnOne({ a: 1, b: 1 })
      return model.centers.get(0)
    }
    expect(centres({ a: 1 })).not.toEqual(centres({ a: 1, b: 0 }))
  })

  it('refuses a generator as its seed', () => {
    expect(() => new STREAMKMeans({ seed: new random.Random(1) as never })).toThrow(
      'STREAMKMeans: option "seed" must be an integer or a bigint (or null)',
    )
  })
})
