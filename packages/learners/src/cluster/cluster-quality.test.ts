import { random } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { CluStream, clusterQuality, DBSTREAM, DenStream } from './index.js'

/** Four micro-clusters on a line, two in each of two clusters. */
const model = {
  microClusters: new Map([
    [0, { center: { x: 0 }, weight: 1 }],
    [1, { center: { x: 2 }, weight: 3 }],
    [2, { center: { x: 10 }, weight: 2 }],
    [3, { center: { x: 12 }, weight: 2 }],
    [4, { center: { x: 99 }, weight: 1 }],
  ]),
  microToMacro: new Map([
    [0, 0],
    [1, 0],
    [2, 1],
    [3, 1],
  ]),
}

describe('the quality of clusters', () => {
  it('is what one works out by hand, with noise left out', () => {
    const quality = clusterQuality(model)
    // The centres are 1.5 and 11, that of all 6.25.
    expect([...quality.silhouettes]).toEqual([
      [0, (11 - 1.5) / 11],
      [1, (9 - 0.5) / 9],
      [2, (8.5 - 1) / 8.5],
      [3, (10.5 - 1) / 10.5],
    ])
    expect(quality.ssw).toBeCloseTo(1.5 ** 2 + 3 * 0.5 ** 2 + 4, 12)
    expect(quality.ssb).toBeCloseTo(8 * 4.75 ** 2, 12)
    expect(quality.clusters.get(0)).toMatchObject({ microClusters: 2, weight: 4, scatter: 0.75 })
    expect(quality.clusters.get(0)?.separation).toBeCloseTo(9.5, 12)
    expect(quality.daviesBouldin).toBeCloseTo((0.75 + 1) / 9.5, 12)
    expect(quality.calinskiHarabasz).toBeCloseTo(quality.ssb / (quality.ssw / 6), 9)
    expect(quality.xieBeni).toBeCloseTo(quality.ssw / (8 * 9.5 ** 2), 12)
    const mean = [...quality.silhouettes.values()].reduce(
      (sum, value, i) => sum + [1, 3, 2, 2][i] * value,
      0,
    )
    expect(quality.silhouette).toBeCloseTo(mean / 8, 12)
  })

  it('says nothing of what compares clusters while there is only one', () => {
    const alone = { ...model, microToMacro: new Map([[0, 0]]) }
    const quality = clusterQuality(alone)
    expect(quality).toMatchObject({ silhouette: 0, daviesBouldin: NaN, xieBeni: NaN })
    expect(quality.clusters.get(0)?.separation).toBe(Infinity)
    expect(clusterQuality({ ...model, microToMacro: new Map() }).clusters.size).toBe(0)
  })

  it('counts a feature that a centre does not have as 0', () => {
    const microClusters = new Map([
      [0, { center: { x: 3 }, weight: 1 }],
      [1, { center: { y: 4 } as Record<string, number>, weight: 1 }],
    ])
    const microToMacro = new Map([
      [0, 0],
      [1, 1],
    ])
    const quality = clusterQuality({ microClusters, microToMacro } as never)
    expect(quality.clusters.get(1)?.separation).toBe(5)
  })

  it('tells of every micro-cluster of a cluster, in every model that has them', () => {
    const models = [
      new DBSTREAM({ clusteringThreshold: 0.5, fadingFactor: 0.001, intersectionFactor: 0.1 }),
      new DenStream({ epsilon: 0.4, nSamplesInit: 50, decayingFactor: 0.01 }),
      new CluStream({ nMacroClusters: 2, maxMicroClusters: 10, timeGap: 50, sigma: 9, seed: 1 }),
    ]
    for (const clusters of models) {
      const rng = new random.Random(1)
      for (let i = 0; i < 400; i++) clusters.learnOne({ x: 9 * (i % 2) + rng.gauss(0, 0.9) })
      const { silhouettes, clusters: measured } = clusterQuality(clusters)
      expect([...silhouettes.keys()].sort()).toEqual([...clusters.microToMacro.keys()].sort())
      expect(measured.size).toBeGreaterThan(1)
      for (const value of silhouettes.values()) expect(Math.abs(value)).toBeLessThanOrEqual(1)
      for (const [k, { weight, microClusters }] of measured) {
        const profile = clusters.clusterProfile(k)
        expect(profile?.microClusters).toBe(microClusters)
        expect(profile?.weight).toBeCloseTo(weight, 9)
      }
    }
  })
})
