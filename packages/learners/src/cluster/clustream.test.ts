import { Frame, random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { squareBetween } from '../spatial/points.js'
import { ClosestPair } from './closest-pair.js'
import { CluStream } from './clustream.js'

type Event = Record<string, number>

function events(seed: number, count: number): Event[] {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, (_, i) => {
    const place = 6 * rng.randint(0, 2)
    return { a: rng.gauss(place, 1), b: rng.gauss(i / 50, 1) }
  })
}

function trained(options: object, list: readonly Event[]): CluStream {
  const model = new CluStream({ seed: 1, ...options })
  for (const x of list) model.learnOne(x)
  return model
}

const bytes = (model: object) => Buffer.from(snapshot.save(model)).toString('base64')
const centres = (model: CluStream) => [...model.microClusters.values()].map(({ center }) => center)
const line = (...values: number[]) => values.map((x) => ({ x }))

describe('CluStream', () => {
  it('makes a micro-cluster of each of the first events', () => {
    const model = trained({ maxMicroClusters: 3 }, line(1, 5, 9))
    expect(centres(model)).toEqual(line(1, 5, 9))
    expect(model.predictOne({ x: 1 })).toBe(0)
    expect(model.centers.size).toBe(0)
  })

  it('lets an event join one that is alone if it is nearer than the next one', () => {
    // 2 lies 1 from the first, which lies 4 from the second.
    const model = trained({ maxMicroClusters: 3, timeGap: 99 }, line(1, 5, 20, 2))
    expect(centres(model)).toEqual(line(1.5, 5, 20))
    expect([...model.microClusters.values()].map(({ weight }) => weight)).toEqual([2, 1, 1])
  })

  it('merges the two nearest where an event is near none', () => {
    const model = trained({ maxMicroClusters: 3, timeGap: 99 }, line(1, 3, 20, 90))
    // The later one of the two takes the other in, whose place is then free.
    expect(centres(model)).toEqual(line(90, 2, 20))
  })

  it('gives up a micro-cluster that is older than the time window', () => {
    const options = { maxMicroClusters: 3, timeGap: 99, timeWindow: 2 }
    const model = trained(options, line(1, 3, 20, 20.1, 20.1, 90))
    expect(centres(model)[0]).toEqual({ x: 90 })
    expect(centres(model)[1]).toEqual({ x: 3 })
  })

  it('reaches so many standard deviations', () => {
    // Of 0 and 2 the deviation is the root of 2: 3.5 lies 2.5 from their mean.
    const few = (microClusterRFactor: number) => {
      const options = { maxMicroClusters: 2, timeGap: 99, microClusterRFactor }
      return trained(options, line(0, 50, 2, 3.5)).microClusters.get(0)?.weight
    }
    expect([few(1), few(2)]).toEqual([1, 3])
  })

  it('puts the micro-clusters into clusters after each time gap', () => {
    const model = trained({ maxMicroClusters: 4, timeGap: 8, nMacroClusters: 2, sigma: 5 }, [
      ...line(1, 9, 2, 8, 1, 9, 1),
    ])
    expect(model.centers.size).toBe(0)
    model.learnOne({ x: 9 })
    expect(model.centers.size).toBe(2)
  })

  it('counts an event of weight w as so many', () => {
    const options = { maxMicroClusters: 2, timeGap: 99 }
    const model = trained(options, line(0, 50))
    model.learnOne({ x: 3 }, { w: 2 })
    expect(centres(model)[0]).toEqual({ x: 2 })
  })

  it('meets a feature with the event that brings it', () => {
    const model = trained({ maxMicroClusters: 2, timeGap: 99 }, [{ x: 0 }, { x: 50 }])
    model.learnOne({ x: 0, y: 4 })
    expect(centres(model)[0]).toEqual({ x: 0, y: 4 })
  })

  it('learns frames as it learns rows, and goes on from a snapshot', () => {
    const options = { maxMicroClusters: 12, timeGap: 20, timeWindow: 50, seed: 3 }
    const list = events(4, 400)
    const model = trained(options, list)
    const framed = new CluStream(options)
    framed.learnMany(Frame.fromRows(list.slice(0, 200)))
    const loaded = snapshot.load<CluStream>(snapshot.save(framed), { learners: [CluStream] })
    loaded.learnMany(Frame.fromRows(list.slice(200)))
    expect(bytes(loaded)).toBe(bytes(model))
  })

  it('refuses a snapshot whose micro-clusters weigh nothing', () => {
    const model = trained({ maxMicroClusters: 3 }, line(1, 5, 9))
    const { micro } = model as unknown as { micro: { seen: Float64Array } }
    micro.seen[1] = 0
    expect(() => model.checkState()).toThrow('a micro-cluster must have a weight and times')
  })
})

describe('the closest pair', () => {
  it('is the one that comparing all pairs would give, whatever has moved', () => {
    const rng = new random.Random(2)
    const centresOf = Float64Array.from({ length: 24 }, () => rng.randint(0, 9))
    const points = { count: 12, features: 2, stride: 2, centres: centresOf }
    const pair = new ClosestPair()
    pair.begin(12)
    for (let step = 0; step < 300; step++) {
      pair.find(points)
      let [first, second, least] = [0, 0, Infinity]
      for (let a = 0; a < 12; a++) {
        for (let b = 0; b < a; b++) {
          const square = squareBetween(points, a, b)
          if (square < least) [first, second, least] = [a, b, square]
        }
      }
      expect([pair.first, pair.second]).toEqual([first, second])
      for (let moves = rng.randint(0, 3); moves > 0; moves--) {
        const slot = rng.randint(0, 11)
        centresOf[2 * slot + rng.randint(0, 1)] = rng.randint(0, 9)
        pair.move(slot)
      }
    }
  })
})
