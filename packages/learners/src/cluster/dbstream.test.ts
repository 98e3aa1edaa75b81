import { compose, Frame, random, snapshot } from '@coelho/core'
import { describe, expect, it, vi } from 'vitest'
import { StandardScaler } from '../preprocessing/index.js'
import { type Search, SpatialIndex } from '../spatial/spatial-index.js'
import { DBSTREAM } from './dbstream.js'

type Event = Record<string, number>

/** Events around a few places that wander off. */
function wandering(seed: number, count: number): Event[] {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, (_, i) => {
    const place = 4 * rng.randint(0, 3)
    return { a: rng.gauss(place, 0.7), b: rng.gauss(place + i / 60, 0.7) }
  })
}

function trained(options: object, events: readonly Event[]): DBSTREAM {
  const model = new DBSTREAM(options)
  for (const x of events) model.learnOne(x)
  return model
}

const bytes = (model: object) => Buffer.from(snapshot.save(model)).toString('base64')

describe('DBSTREAM', () => {
  it('moves a micro-cluster by a calculation by hand', () => {
    const model = trained({ clusteringThreshold: 3, fadingFactor: 1 }, [{ x: 0 }, { x: 1 }])
    // sigma is 1: the centre goes exp(-1/2) of the way; of the first event a half is left.
    const [cluster] = model.microClusters.values()
    expect(cluster.center['x']).toBeCloseTo(Math.exp(-0.5), 12)
    expect(cluster.weight).toBe(1.5)
    expect(cluster.lastUpdate).toBe(1)
  })

  it('keeps apart what lies just a radius away', () => {
    expect(trained({ clusteringThreshold: 1 }, [{ x: 0 }, { x: 1 }]).microClusters.size).toBe(2)
    expect(trained({ clusteringThreshold: 1 }, [{ x: 0 }, { x: 0.99 }]).microClusters.size).toBe(1)
  })

  it('joins micro-clusters that share enough of their weight', () => {
    const events = [{ x: 0 }, { x: 1.5 }, ...Array.from({ length: 8 }, () => ({ x: 0.75 }))]
    const clusters = (intersectionFactor: number) =>
      trained({ intersectionFactor, fadingFactor: 0 }, events).nClusters
    expect([clusters(0.3), clusters(1)]).toEqual([1, 2])
  })

  it('takes for noise what weighs too little', () => {
    const events = [{ x: 0 }, { x: 0 }, { x: 9 }]
    expect(trained({ minimumWeight: 1 }, events).nClusters).toBe(2)
    const model = trained({ minimumWeight: 1.5 }, events)
    expect(model.nClusters).toBe(1)
    expect(model.microClusters.size).toBe(2)
    expect([...model.clusters.keys()]).toEqual([0])
  })

  it('drops what has faded when it cleans up', () => {
    const options = { fadingFactor: 0.5, cleanupInterval: 4 }
    const events = [{ x: 0 }, ...Array.from({ length: 6 }, () => ({ x: 9 }))]
    expect(trained(options, events).microClusters.size).toBe(2)
    // At the eighth event 2^(-0.5 · 8) is left of the first, less than 2^(-0.5 · 4).
    expect([...trained(options, [...events, { x: 9 }]).microClusters.keys()]).toEqual([1])
    expect(trained({ ...options, fadingFactor: 0 }, [...events, { x: 9 }]).microClusters.size).toBe(
      2,
    )
  })

  it('gives the numbers of the last that were dropped again', () => {
    const options = { fadingFactor: 1, cleanupInterval: 2 }
    const near = { x: 0 }
    const model = trained(options, [near, near, near, { x: 9 }, near, near, near, near])
    expect([...model.microClusters.keys()]).toEqual([0])
    model.learnOne({ x: 20 })
    expect([...model.microClusters.keys()]).toEqual([0, 1])
  })

  it('counts an event of weight w as so many, and moves for it once', () => {
    const model = new DBSTREAM({ clusteringThreshold: 3, fadingFactor: 0 })
    model.learnOne({ x: 0 }, { w: 3 })
    model.learnOne({ x: 1 }, { w: 2 })
    const [cluster] = model.microClusters.values()
    expect(cluster.weight).toBe(5)
    expect(cluster.center['x']).toBeCloseTo(Math.exp(-0.5), 12)
  })

  it('loses a feature of a centre that an event near it does not have', () => {
    const model = trained({}, [
      { x: 1, y: 0.1 },
      { x: 1, z: 0.1 },
    ])
    expect([...model.microClusters.values()].map(({ center }) => center)).toEqual([{ x: 1 }])
  })

  it('says 0 of all events before it has learned', () => {
    const model = new DBSTREAM()
    expect([model.predictOne({ x: 3 }), model.nClusters, model.centers.size]).toEqual([0, 0, 0])
  })

  it('gives the number of the nearest centre', () => {
    const model = trained({ clusteringThreshold: 1.5, fadingFactor: 0.01 }, wandering(1, 300))
    const centers = [...model.centers]
    for (const x of wandering(2, 50)) {
      const distances = centers.map(([, c]) => Math.hypot(c['a'] - x['a'], c['b'] - x['b']))
      expect(model.predictOne(x)).toBe(centers[distances.indexOf(Math.min(...distances))][0])
    }
  })

  it('has the same clusters whether it was asked in between or not', () => {
    const options = { clusteringThreshold: 1, fadingFactor: 0.05, intersectionFactor: 0.05 }
    const [asked, silent] = [new DBSTREAM(options), new DBSTREAM(options)]
    for (const x of wandering(3, 400)) {
      asked.predictOne({ ...x, new: 1 })
      asked.learnOne(x)
      silent.learnOne(x)
    }
    expect(asked.clusters).toEqual(silent.clusters)
    expect(bytes(asked)).toBe(bytes(silent))
  })

  it('has the clusters that a copy of it works out anew, however it came to them', () => {
    const minimumWeight = 1.2
    const options = { clusteringThreshold: 0.6, fadingFactor: 0.02, cleanupInterval: 7 }
    const model = new DBSTREAM({ ...options, minimumWeight, intersectionFactor: 0.1 })
    const rng = new random.Random(11)
    for (let i = 0; i < 600; i++) {
      const late = i > 300 ? { c: rng.uniform(0, 1) } : {}
      model.learnOne({ a: 2 * rng.randint(0, 4), b: rng.uniform(0, 2), ...late })
      const copy = snapshot.load<DBSTREAM>(snapshot.save(model), { learners: [DBSTREAM] })
      expect(model.clusters).toEqual(copy.clusters)
    }
  })

  it('has them too when it is asked seldom, at any moment', () => {
    let several = 0
    const rng = new random.Random(12)
    for (const options of [
      { clusteringThreshold: 0.7, fadingFactor: 0.01, cleanupInterval: 3, minimumWeight: 0 },
      { clusteringThreshold: 0.4, fadingFactor: 0.004, cleanupInterval: 2.5, minimumWeight: 1 },
      { clusteringThreshold: 0.5, fadingFactor: 0.3, cleanupInterval: 1, minimumWeight: 1.5 },
    ]) {
      const model = new DBSTREAM({ ...options, intersectionFactor: 0.05 })
      for (let i = 0; i < 900; i++) {
        const x = { a: 3 * rng.randint(0, 3) + rng.gauss(i / 300, 0.5), b: rng.uniform(0, 2) }
        model.learnOne(x, { w: rng.randint(1, 3) / 2 })
        if (rng.random() > 0.1) continue
        const copy = snapshot.load<DBSTREAM>(snapshot.save(model), { learners: [DBSTREAM] })
        expect(model.predictOne({ a: 5, b: 1 })).toBe(copy.predictOne({ a: 5, b: 1 }))
        expect(model.clusters).toEqual(copy.clusters)
        expect(model.microToMacro).toEqual(copy.microToMacro)
        several += Number(model.nClusters < model.microToMacro.size)
      }
    }
    expect(several).toBeGreaterThan(5)
  })

  it('works out only the clusters that an event has changed', () => {
    const model = new DBSTREAM({ fadingFactor: 0 })
    for (let i = 0; i < 500; i++) model.learnOne({ a: 3 * i })
    model.predictOne({ a: 0 })
    const { macro } = model as unknown as { macro: { merge(cluster: number): void } }
    const merge = vi.spyOn(macro, 'merge')
    for (const a of [0, 30, 1497, 2000]) {
      model.learnOne({ a })
      model.predictOne({ a })
      model.predictOne({ a: 9 })
    }
    expect(merge).toHaveBeenCalledTimes(4)
  })

  it('comes to the same with and without a spatial index', () => {
    const options = { clusteringThreshold: 0.5, fadingFactor: 0.01, cleanupInterval: 30 }
    const searching = (search: Search) => {
      const model = new DBSTREAM({ ...options, intersectionFactor: 0.05 })
      const { micro, macro } = model as unknown as Record<string, Record<string, object>>
      for (const points of [micro['places'], macro['clusters']]) {
        Object.defineProperty(points, 'index', { value: new SpatialIndex(search) })
      }
      return model
    }
    const [tree, scan] = [searching('tree'), searching('scan')]
    const rng = new random.Random(9)
    for (let i = 0; i < 4000; i++) {
      const x = { a: rng.uniform(0, 12), b: rng.uniform(0, 12) }
      if (i > 3000) expect(tree.predictOne(x)).toBe(scan.predictOne(x))
      tree.learnOne(x)
      scan.learnOne(x)
    }
    expect(scan.microClusters.size).toBeGreaterThan(50)
    expect(bytes(tree)).toBe(bytes(scan))
    expect(tree.clusters).toEqual(scan.clusters)
  })

  it('learns frames as it learns rows, and goes on from a snapshot', () => {
    const options = { clusteringThreshold: 1, fadingFactor: 0.1, intersectionFactor: 0.02 }
    const events = wandering(4, 600)
    const model = trained(options, events)
    const framed = new DBSTREAM(options)
    framed.learnMany(Frame.fromRows(events.slice(0, 300)))
    const loaded = snapshot.load<DBSTREAM>(snapshot.save(framed), { learners: [DBSTREAM] })
    loaded.learnMany(Frame.fromRows(events.slice(300)))
    expect(bytes(loaded)).toBe(bytes(model))
  })

  it('holds no more however long the stream is', () => {
    const options = { clusteringThreshold: 0.5, fadingFactor: 0.05, intersectionFactor: 0.05 }
    const size = (count: number) => {
      const rng = new random.Random(5)
      const model = new DBSTREAM(options)
      for (let i = 0; i < count; i++) model.learnOne({ a: rng.gauss(0, 1), b: rng.gauss(0, 1) })
      return snapshot.save(model).length
    }
    expect(size(20_000)).toBeLessThan(2 * size(2_000))
  })

  it('clusters what a pipeline makes of its events', () => {
    const model = new compose.Pipeline(new StandardScaler(), new DBSTREAM())
    for (const a of [1, 2, 1, 2, 900, 901, 1, 900]) model.learnOne({ a })
    expect(model.predictOne({ a: 1 })).not.toBe(model.predictOne({ a: 900 }))
  })

  it('refuses a snapshot whose densities lead nowhere', () => {
    const model = trained({ clusteringThreshold: 1.5 }, wandering(6, 200))
    const { density } = model as unknown as { density: { to: Float64Array; nextOut: Int32Array } }
    const { to, nextOut } = density
    const used = to.findIndex((id) => id > 0)
    const before = [to[used], nextOut[used]]
    to[used] = -1
    expect(() => model.checkState()).toThrow('shared densities must lead')
    ;[to[used], nextOut[used]] = [before[0], used]
    expect(() => model.checkState()).toThrow('shared densities must lead')
  })
})
