import { random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { ODAC } from './odac.js'

type Event = Record<string, number>

/** Series of which some follow one random walk, the others another. */
function series(seed: number, count: number, groups: Record<string, number>, noise = 0.3): Event[] {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, () => {
    const base = [rng.gauss(0, 1), rng.gauss(0, 1)]
    const values = Object.entries(groups).map(([name, group]) => {
      return [name, base[group] + rng.gauss(0, noise)] as const
    })
    return Object.fromEntries(values)
  })
}

function trained(options: object, events: readonly Event[]): ODAC {
  const model = new ODAC(options)
  for (const x of events) model.learnOne(x)
  return model
}

const bytes = (model: object) => Buffer.from(snapshot.save(model)).toString('base64')
const groups = { b: 0, a: 0, d: 1, c: 1 }

describe('ODAC', () => {
  it('puts series together that rise and fall together', () => {
    const model = trained({ nMin: 100 }, series(1, 100, groups))
    expect(model.clusters.map((names) => names.sort())).toEqual(
      expect.arrayContaining([
        ['a', 'b'],
        ['c', 'd'],
      ]),
    )
    expect(model.summary).toEqual({ nClusters: 3, nActiveClusters: 2, height: 1 })
  })

  it('tells when its tree has changed', () => {
    const model = new ODAC({ nMin: 100 })
    const changes = series(1, 101, groups).map((x) => {
      model.learnOne(x)
      return model.structureChanged
    })
    expect(changes.flatMap((changed, i) => (changed ? [i] : []))).toEqual([0, 99])
  })

  it('takes series back when they are more mixed than what they were split from', () => {
    const events = [...series(1, 100, groups), ...series(2, 1500, { a: 0, b: 1, c: 0, d: 1 }, 2)]
    const model = new ODAC({ nMin: 20 })
    const counts = events.map((x) => {
      model.learnOne(x)
      return model.nClusters
    })
    const changes = counts.filter((count, i) => i === 0 || count !== counts[i - 1])
    expect(changes.slice(0, 4)).toEqual([1, 3, 1, 3])
  })

  it('splits the sooner, the nearer to 1 the confidence level is', () => {
    const height = (confidenceLevel: number) =>
      trained({ nMin: 10, confidenceLevel }, series(1, 10, groups)).height
    expect([height(1e-6), height(0.9)]).toEqual([0, 1])
  })

  it('shows its tree', () => {
    const model = trained({ nMin: 100 }, series(1, 100, groups))
    expect(model.renderAscii(1).split('\n')).toEqual([
      expect.stringMatching(/^ROOT d1=0\.\d d2=0\.\d \[NOT ACTIVE\]$/),
      expect.stringMatching(/^├── CH1_LVL_1 d1=<Not calculated> \['\w', '\w'\]$/),
      expect.stringMatching(/^└── CH2_LVL_1 d1=<Not calculated> \['\w', '\w'\]$/),
    ])
    expect(() => model.renderAscii(0)).toThrow('must be a whole number from 1 to 9, got 0')
  })

  it('learns nothing of a pair of which one is absent', () => {
    const events = series(3, 99, groups)
    const whole = trained({ nMin: 100 }, events)
    const holed = trained({ nMin: 100 }, [...events, { a: 1e6 }])
    whole.learnOne({ e: 5 })
    expect(holed.clusters).toEqual(whole.clusters)
  })

  it('has nothing to say of an event', () => {
    expect(() => trained({}, series(1, 3, groups)).predictOne({ a: 1 })).toThrow(
      'ODAC: clusters features, not events: read its tree instead.',
    )
  })

  it('goes on from a snapshot', () => {
    const events = series(4, 800, groups)
    const model = trained({ nMin: 30 }, events)
    const half = trained({ nMin: 30 }, events.slice(0, 400))
    const loaded = snapshot.load<ODAC>(snapshot.save(half), { learners: [ODAC] })
    for (const x of events.slice(400)) loaded.learnOne(x)
    expect(bytes(loaded)).toBe(bytes(model))
  })

  it('refuses a snapshot whose clusters do not share out their series', () => {
    const model = trained({ nMin: 100 }, series(1, 100, groups))
    const { root } = model as unknown as { root: { children: { series: Int32Array }[] } }
    root.children[0].series = root.children[1].series
    expect(() => model.checkState()).toThrow('a cluster of series must watch them')
  })
})
