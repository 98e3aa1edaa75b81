import { describe, expect, it } from 'vitest'
import * as synth from './index.js'

/** In which rows two streams have other targets. */
function differing(a: Iterable<[unknown, unknown]>, b: Iterable<[unknown, unknown]>): number[] {
  const targets = [...b].map(([, y]) => y)
  return [...a].flatMap(([, y], i) => (y === targets[i] ? [] : [i]))
}

describe('generateDrift', () => {
  it('goes to another concept, with the same features', () => {
    for (const cls of [synth.Agrawal, synth.Mixed, synth.Sine, synth.STAGGER]) {
      const dataset = new cls({ seed: 42 })
      const before = [...dataset.take(50)]
      dataset.generateDrift()
      const after = [...dataset.take(50)]
      expect(dataset.classificationFunction).not.toBe(0)
      expect(dataset.options.classificationFunction).toBe(0)
      expect(after.map(([x]) => x)).toEqual(before.map(([x]) => x))
      expect(differing(before, after).length).toBeGreaterThan(0)
    }
  })

  it('reaches walks that have begun, and works before the first one', () => {
    const dataset = new synth.Mixed({ seed: 1 })
    const walk = dataset[Symbol.iterator]()
    const labels = new synth.Mixed({ seed: 1 }).take(2)
    expect(walk.next().value[1]).toBe(labels.next().value?.[1])
    dataset.generateDrift()
    expect(walk.next().value[1]).toBe(1 - Number(labels.next().value?.[1]))
    const fresh = new synth.Sine({ seed: 1 })
    fresh.generateDrift()
    expect(fresh.classificationFunction).not.toBe(0)
  })
})

describe('ConceptDriftStream', () => {
  const stream = new synth.SEA({ seed: 1, variant: 0 })
  const driftStream = new synth.SEA({ seed: 2, variant: 3 })

  it('is the first stream before the drift, and the second one after it', () => {
    const options = { stream, driftStream, position: 101, width: 1, seed: 3 }
    const rows = [...new synth.ConceptDriftStream(options).take(190)]
    const late = new Set([...driftStream.take(190)].map(([x]) => x['0']))
    expect(rows.slice(0, 95)).toEqual([...stream.take(95)])
    expect(rows.slice(0, 95).some(([x]) => late.has(x['0']))).toBe(false)
    expect(rows.slice(105).every(([x]) => late.has(x['0']))).toBe(true)
  })

  it('takes its width from an angle', () => {
    const rows = (more: object) => [
      ...new synth.ConceptDriftStream({ stream, driftStream, position: 50, seed: 3, ...more }).take(
        99,
      ),
    ]
    expect(rows({ alpha: 5 })).toEqual(rows({ width: 11 }))
    expect(rows({ alpha: 80 })).toEqual(rows({ width: 1 }))
    expect(rows({ alpha: 5 })).not.toEqual(rows({ width: 1 }))
  })
})

describe('FriedmanDrift', () => {
  const still = new synth.Friedman({ seed: 1 })

  it('changes two regions, which grow, with "lea"', () => {
    const position = [1000, 3000, 5000]
    const rows = differing(
      new synth.FriedmanDrift({ position, seed: 1 }).take(7000),
      still.take(7000),
    )
    const counts = [0, 1000, 3000, 5000].map(
      (start, i) => rows.filter((row) => row >= start && row < [1000, 3000, 5000, 7000][i]).length,
    )
    expect(counts[0]).toBe(0)
    expect(counts[1]).toBeGreaterThan(0)
    expect(counts[2]).toBeGreaterThan(counts[1])
    expect(counts[3]).toBeGreaterThan(counts[2])
  })

  it('changes everything between two places with "gra"', () => {
    const options = { driftType: 'gra', position: [20, 45], seed: 1 } as const
    const rows = differing(new synth.FriedmanDrift(options).take(80), still.take(80))
    expect(rows).toEqual(Array.from({ length: 25 }, (_, i) => 20 + i))
  })

  it('mixes the old with the new for a while with "gsg"', () => {
    const options = {
      driftType: 'gsg',
      position: [200, 400],
      transitionWindow: 100,
      seed: 1,
    } as const
    const rows = differing(new synth.FriedmanDrift(options).take(400), still.take(400))
    const mixed = rows.filter((row) => row < 300).length
    expect(rows[0]).toBeGreaterThanOrEqual(200)
    expect(mixed).toBeGreaterThan(30)
    expect(mixed).toBeLessThan(70)
    expect(rows.length - mixed).toBe(100)
  })
})

describe('Hyperplane', () => {
  it('turns its plane with magChange', () => {
    const options = { seed: 1, noisePercentage: 0 }
    const turned = new synth.Hyperplane({ ...options, magChange: 0.1 }).take(500)
    const rows = differing(turned, new synth.Hyperplane(options).take(500))
    expect(rows.length).toBeGreaterThan(50)
  })
})

describe('LEDDrift', () => {
  it('has segments in other places than LED', () => {
    const options = { seed: 5, irrelevantFeatures: true }
    const ones = [...new synth.LEDDrift({ ...options, nDriftFeatures: 7 }).take(200)].filter(
      ([, y]) => y === 8,
    )
    const lit = Array.from({ length: 24 }, (_, i) => ones.every(([x]) => x[i] === 1))
    expect(lit.slice(0, 7)).not.toContain(true)
    expect(lit.filter(Boolean)).toHaveLength(7)
  })

  it('is LED without drifting features', () => {
    const options = { seed: 5, irrelevantFeatures: true, noisePercentage: 0.1 }
    const rows = [...new synth.LEDDrift(options).take(20)]
    expect(rows).toEqual([...new synth.LED(options).take(20)])
  })
})

describe('RandomRBFDrift', () => {
  it('moves its centroids, and stays still at speed 0', () => {
    const options = { seedModel: 1, seedSample: 2 }
    const still = [...new synth.RandomRBF(options).take(100)]
    expect([...new synth.RandomRBFDrift(options).take(100)]).toEqual(still)
    const moved = [...new synth.RandomRBFDrift({ ...options, changeSpeed: 0.01 }).take(100)]
    expect(moved.map(([, y]) => y)).toEqual(still.map(([, y]) => y))
    expect(moved.at(-1)?.[0]).not.toEqual(still.at(-1)?.[0])
  })
})
