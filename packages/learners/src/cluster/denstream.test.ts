import { Frame, random, snapshot } from '@coelho/core'
import { describe, expect, it, vi } from 'vitest'
import { type Search, SpatialIndex } from '../spatial/spatial-index.js'
import { DenStream } from './denstream.js'

type Event = Record<string, number>

const line = (...values: number[]): Event[] => values.map((x) => ({ x }))

function events(seed: number, count: number, places: number): Event[] {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, () => ({ a: 3 * rng.randint(0, places) + rng.random() / 9 }))
}

function trained(options: object, list: readonly Event[]): DenStream {
  const model = new DenStream(options)
  for (const x of list) model.learnOne(x)
  return model
}

/** A model whose micro-clusters are always searched in one way. */
function searching(search: Search, options: object): DenStream {
  const model = new DenStream(options)
  const { potential, outliers, groups } = model as unknown as Record<string, Record<string, object>>
  for (const points of [potential['places'], outliers['places'], groups['clusters']]) {
    Object.defineProperty(points, 'index', { value: new SpatialIndex(search) })
  }
  return model
}

const bytes = (model: object) => Buffer.from(snapshot.save(model)).toString('base64')
const small = { nSamplesInit: 1, epsilon: 0.5, decayingFactor: 0.01, mu: 2, beta: 0.75 }

describe('DenStream', () => {
  it('says 0 until it has begun, and -1 while there are only outliers', () => {
    const model = trained({ ...small, nSamplesInit: 2 }, line(1))
    expect(model.predictOne({ x: 1 })).toBe(0)
    model.learnOne({ x: 50 })
    expect(model.predictOne({ x: 1 })).toBe(-1)
    expect(model.nClusters).toBe(0)
  })

  it('begins with the first events that have more than mu others around them', () => {
    const model = trained({ ...small, nSamplesInit: 6 }, line(1, 9, 1.1, 1.2, 1.3, 9.1))
    const [first] = model.pMicroClusters.values()
    expect(model.pMicroClusters.size).toBe(1)
    expect(first.weight).toBe(4)
    expect(first.center['x']).toBeCloseTo(1.15, 12)
  })

  it('takes an outlier for a micro-cluster once it outweighs mu times beta', () => {
    const model = trained(small, line(0, 5))
    expect([model.pMicroClusters.size, model.oMicroClusters.size]).toEqual([0, 1])
    model.learnOne({ x: 5.2 })
    expect([model.pMicroClusters.size, model.oMicroClusters.size]).toEqual([1, 0])
    expect(model.centers.get(0)?.['x']).toBeCloseTo(5.1, 12)
  })

  it('leaves an event out of a micro-cluster that would become too large', () => {
    // Of 5, 5 and x the variance must stay below epsilon squared.
    const size = (epsilon: number) => {
      const model = trained({ ...small, epsilon }, line(0, 5, 5, 6))
      return model.oMicroClusters.size
    }
    expect([size(0.4), size(0.5)]).toEqual([1, 0])
  })

  it('joins what touches and weighs more than mu', () => {
    const near = line(0, 5, 5, 5, 5.9, 5.9, 5.9, 6.1, 4.8)
    const model = trained({ ...small, epsilon: 0.3 }, [...near, ...line(5.3, 5.6)])
    expect(model.pMicroClusters.size).toBeGreaterThan(1)
    const wide = trained({ ...small, epsilon: 5 }, near)
    expect(wide.nClusters).toBe(1)
  })

  it('drops what has faded, in each period', () => {
    const options = { ...small, decayingFactor: 1, streamSpeed: 1 }
    const model = trained(options, line(0, 5, 5))
    expect(model.pMicroClusters.size).toBe(1)
    for (const x of line(90, 90, 90, 90, 90, 90)) model.learnOne(x)
    expect([...model.pMicroClusters.values()].map(({ center }) => center)).toEqual(line(90))
  })

  it('counts an event of weight w as so many', () => {
    const model = trained(small, line(0))
    model.learnOne({ x: 5 }, { w: 2 })
    model.learnOne({ x: 5.3 })
    expect(model.pMicroClusters.get(0)?.weight).toBe(3)
    expect(model.centers.get(0)?.['x']).toBeCloseTo(5.1, 12)
  })

  it('refuses options with which every outlier would be a micro-cluster', () => {
    expect(() => new DenStream({ mu: 1, beta: 1 })).toThrow(
      'DenStream: option "mu" times beta must be above 1',
    )
  })

  it('is not changed by what it is asked', () => {
    const options = { ...small, nSamplesInit: 30, epsilon: 2 }
    const [asked, silent] = [new DenStream(options), new DenStream(options)]
    for (const x of events(3, 300, 8)) {
      asked.predictOne({ ...x, new: 1 })
      asked.learnOne(x)
      silent.learnOne(x)
    }
    expect(bytes(asked)).toBe(bytes(silent))
  })

  it('has the clusters that a copy of it works out anew, however it came to them', () => {
    let several = 0
    const rng = new random.Random(4)
    for (const options of [
      { epsilon: 0.3, decayingFactor: 0.05, mu: 2, beta: 0.75, streamSpeed: 20 },
      { epsilon: 0.3, decayingFactor: 0.25, mu: 1.4, beta: 0.9, streamSpeed: 40 },
      { epsilon: 0.8, decayingFactor: 0.001, mu: 3, beta: 0.9, streamSpeed: 5 },
    ]) {
      const model = new DenStream({ ...options, nSamplesInit: 20 })
      for (let i = 0; i < 900; i++) {
        const late = i > 700 && rng.random() < 0.1 ? { b: 0.1 } : {}
        model.learnOne({ a: rng.randint(0, 9) + rng.gauss(i / 900, 0.6), ...late })
        if (rng.random() > 0.2) continue
        const copy = snapshot.load<DenStream>(snapshot.save(model), { learners: [DenStream] })
        const x = { a: rng.uniform(0, 28), other: 1 }
        expect(model.predictOne(x)).toBe(copy.predictOne(x))
        expect(model.clusters).toEqual(copy.clusters)
        expect(model.microToMacro).toEqual(copy.microToMacro)
        several += Number(model.nClusters < model.microToMacro.size)
      }
    }
    expect(several).toBeGreaterThan(5)
  })

  it('works out only the clusters that an event has changed', () => {
    const model = new DenStream(small)
    for (let i = 0; i < 500; i++) for (const a of [3 * i, 3 * i + 0.1, 3 * i]) model.learnOne({ a })
    const { groups } = model as unknown as { groups: { sumUp(cluster: number): void } }
    model.predictOne({ a: 0 })
    const sumUp = vi.spyOn(groups, 'sumUp')
    for (const a of [0, 30, 1497]) {
      model.learnOne({ a })
      model.predictOne({ a: 9 })
      model.predictOne({ a })
    }
    expect(sumUp).toHaveBeenCalledTimes(3)
  })

  it('comes to the same with and without a spatial index', () => {
    const options = { ...small, streamSpeed: 50 }
    const [tree, scan] = [searching('tree', options), searching('scan', options)]
    for (const x of events(5, 1500, 400).flatMap((event) => [event, event])) {
      expect(tree.predictOne(x)).toBe(scan.predictOne(x))
      tree.learnOne(x)
      scan.learnOne(x)
    }
    expect(scan.pMicroClusters.size).toBeGreaterThan(200)
    expect(bytes(tree)).toBe(bytes(scan))
    expect(tree.clusters).toEqual(scan.clusters)
  })

  it('learns frames as it learns rows, and goes on from a snapshot', () => {
    const options = { ...small, nSamplesInit: 50, streamSpeed: 10, decayingFactor: 0.2 }
    const list = events(6, 600, 20)
    const model = trained(options, list)
    for (const cut of [20, 300]) {
      const framed = new DenStream(options)
      framed.learnMany(Frame.fromRows(list.slice(0, cut)))
      const loaded = snapshot.load<DenStream>(snapshot.save(framed), { learners: [DenStream] })
      loaded.learnMany(Frame.fromRows(list.slice(cut)))
      expect(bytes(loaded)).toBe(bytes(model))
    }
  })

  it('refuses a snapshot in which two micro-clusters have one key', () => {
    const model = trained(small, line(0, 5, 5, 9, 9))
    const { potential } = model as unknown as { potential: { keys: Int32Array } }
    potential.keys[1] = 0
    expect(() => model.checkState()).toThrow('micro-clusters must have keys, weights and times')
  })
})
