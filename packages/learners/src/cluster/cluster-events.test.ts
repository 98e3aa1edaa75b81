import { describe, expect, it } from 'vitest'
import { ClusterEvents } from './cluster-events.js'
import { CluStream, DBSTREAM, DenStream, TextClust } from './index.js'

/** A model of which only the clusters of the micro-clusters are known. */
function watched() {
  const model = { microToMacro: new Map<number, number>() }
  const watch = new ClusterEvents(model)
  /** One list of micro-clusters for each cluster. */
  const becomes = (...clusters: number[][]) => {
    const pairs = clusters.flatMap((list, i) => list.map((micro) => [micro, i] as const))
    model.microToMacro = new Map(pairs)
    return watch.update()
  }
  return { watch, becomes }
}

describe('ClusterEvents', () => {
  it('tells births and deaths', () => {
    const { becomes } = watched()
    expect(becomes([1], [2])).toEqual([
      { type: 'birth', cluster: 0, time: 1 },
      { type: 'birth', cluster: 1, time: 1 },
    ])
    expect(becomes([1], [2])).toEqual([])
    expect(becomes([2])).toEqual([{ type: 'death', cluster: 0, time: 3 }])
  })

  it('keeps the number of a cluster, whichever the model gives it', () => {
    const { becomes, watch } = watched()
    becomes([1], [2, 3])
    becomes([2, 3, 4])
    expect([...watch.numbers]).toEqual([[0, 1]])
  })

  it('tells merges and splits, and leaves the number to the larger part', () => {
    const { becomes } = watched()
    becomes([1], [2, 3, 4])
    expect(becomes([1, 2, 3, 4])).toEqual([{ type: 'merge', cluster: 0, time: 2, other: 1 }])
    expect(becomes([1, 2, 3], [4])).toEqual([{ type: 'split', cluster: 2, time: 3, other: 1 }])
  })

  it('watches every model that has micro-clusters', () => {
    const models = [
      new DBSTREAM({ fadingFactor: 0 }),
      new DenStream({ nSamplesInit: 2, epsilon: 0.5 }),
      new CluStream({ maxMicroClusters: 2, timeGap: 1, nMacroClusters: 2, sigma: 5, seed: 1 }),
      new TextClust({ realTimeFading: false }),
    ]
    for (const model of models) {
      const watch = new ClusterEvents(model)
      for (const x of [1, 9, 1.1, 1.1, 9.1, 9.1, 1.1, 9.1]) model.learnOne({ x })
      const events = watch.update({ t: new Date(5) })
      expect(events[0]).toEqual({ type: 'birth', cluster: 0, time: 5 })
    }
  })
})

describe('the profile of a cluster', () => {
  it('sums up its micro-clusters by their weights', () => {
    const model = new DBSTREAM({ fadingFactor: 0, intersectionFactor: 0.1, minimumWeight: 0 })
    // One between the first two joins them; it moves neither to where it would meet the other.
    for (const x of [0, 1.9, 0.95, 0.95, 50]) model.learnOne({ x })
    expect(model.nClusters).toBe(2)
    const profile = model.clusterProfile(0)
    const [low, high] = [...model.microClusters.values()].map(({ center }) => center['x'])
    expect(profile?.microClusters).toBe(2)
    expect(profile?.weight).toBe(6)
    expect(profile?.features['x'].mean).toBeCloseTo((low + high) / 2, 12)
    expect(profile?.features['x'].deviation).toBeCloseTo((high - low) / 2, 12)
    expect([profile?.features['x'].min, profile?.features['x'].max]).toEqual([low, high])
    expect(model.clusterProfile(2)).toBeUndefined()
  })

  it('is told by DenStream and CluStream too', () => {
    const dense = new DenStream({ nSamplesInit: 1, epsilon: 0.5 })
    for (const x of [0, 5, 5.1, 9]) dense.learnOne({ x })
    expect(dense.clusterProfile(0)).toMatchObject({ microClusters: 1, weight: 2 })
    const options = { maxMicroClusters: 2, timeGap: 1, nMacroClusters: 2, sigma: 5, seed: 1 }
    const timed = new CluStream(options)
    for (const x of [1, 9, 1.1, 9.1]) timed.learnOne({ x })
    const sizes = [0, 1].map((k) => timed.clusterProfile(k)?.microClusters ?? 0)
    expect(sizes[0] + sizes[1]).toBe(2)
  })
})
