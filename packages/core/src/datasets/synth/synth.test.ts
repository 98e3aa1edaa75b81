import { describe, expect, it } from 'vitest'
import { InvalidOptionError } from '../../errors.js'
import type { Rules } from '../../options/rules.js'
import type { DatasetEvent } from '../dataset.js'
import { SyntheticDataset } from '../synthetic.js'
import * as synth from './index.js'

type Given = Record<string, unknown>
type SynthClass = {
  new (options?: Given): SyntheticDataset<object, object, unknown>
  readonly id: string
  readonly rules: Rules<object>
}

const classes = Object.values(synth) as unknown as SynthClass[]
const seeded = (cls: SynthClass, seed: number | bigint | null, more: Given = {}) => {
  const names = Object.keys(cls.rules).filter((name) => name.startsWith('seed'))
  return new cls({ ...more, ...Object.fromEntries(names.map((name) => [name, seed])) })
}
const small: Record<string, Given> = { 'datasets.synth.Logical': { nTiles: 25 } }
const rows = (dataset: Iterable<unknown>, count = 60) => {
  const all: unknown[] = []
  for (const row of dataset) if (all.push(row) === count) break
  return all
}

/** What a constructor answers to these options. */
function refusal(cls: new (options: never) => unknown, options: Given): string {
  try {
    new cls(options as never)
  } catch (error) {
    if (error instanceof InvalidOptionError) return error.message
    throw error
  }
  return 'it was not refused'
}

describe.each(classes.map((cls) => [cls.id, cls] as const))('%s', (id, cls) => {
  it('repeats its events with the same seed, walk after walk', () => {
    const dataset = seeded(cls, 7, small[id])
    const first = rows(dataset)
    expect(rows(dataset)).toEqual(first)
    expect(rows(seeded(cls, 7n, small[id]))).toEqual(first)
    expect([...dataset.take(5)]).toEqual(first.slice(0, 5))
  })

  it('gives other events with another seed, or without one', () => {
    const dataset = seeded(cls, null, small[id])
    expect(rows(seeded(cls, 8, small[id]))).not.toEqual(rows(seeded(cls, 7, small[id])))
    expect(rows(dataset)).not.toEqual(rows(dataset))
  })

  it('has events of as many features as it says, and rows of their own', () => {
    const dataset = seeded(cls, 7)
    const [[a], [b]] = [...dataset.take(2)] as [
      DatasetEvent<object, unknown>,
      DatasetEvent<object, 0>,
    ]
    expect(Object.keys(a)).toHaveLength(dataset.nFeatures)
    expect(Object.keys(b)).toEqual(Object.keys(a))
    expect(a).not.toBe(b)
  })

  it('refuses seeds that are no integers', () => {
    const name = Object.keys(cls.rules).find((one) => one.startsWith('seed')) ?? ''
    for (const seed of [1.5, Number.NaN, '7', {}]) {
      expect(refusal(cls, { [name]: seed })).toMatch(
        /: option "seed\w*" must be an integer or a bigint( of at least 0)? \(or null\), got /,
      )
    }
  })

  it('reads like the code that builds it', () => {
    const name = Object.keys(cls.rules).find((one) => one.startsWith('seed')) ?? ''
    expect(String(new cls({ [name]: 7 }))).toBe(`${id.split('.').at(-1)}({ ${name}: 7 })`)
  })
})

describe('datasets.synth', () => {
  it('has every generator of River', () => {
    expect(classes).toHaveLength(19)
    expect(classes.every((cls) => cls.prototype instanceof SyntheticDataset)).toBe(true)
  })

  it('says what there is to predict', () => {
    const { task, nClasses, nOutputs, nSamples } = new synth.Logical({ nTiles: 3 })
    expect(task).toBe('Multi-output binary classification')
    expect([nClasses, nOutputs, nSamples]).toEqual([undefined, 3, 12])
    expect(new synth.SEA().nSamples).toBe(undefined)
    expect(new synth.LED().nClasses).toBe(10)
    expect(new synth.Mv().task).toBe('Regression')
  })

  it('gives labels in turn where classes are to be balanced', () => {
    for (const cls of [synth.Agrawal, synth.Mixed, synth.Sine, synth.STAGGER]) {
      const labels = [...new cls({ seed: 3, balanceClasses: true }).take(6)].map(([, y]) => y)
      expect(labels).toEqual([1, 0, 1, 0, 1, 0])
    }
  })

  it('ends where a dataset is finite', () => {
    expect([...new synth.AnomalySine({ nSamples: 10, nAnomalies: 2 })]).toHaveLength(10)
    expect([...new synth.AnomalySine({ nSamples: 10, nAnomalies: 0 })].map(([, y]) => y)).toEqual(
      new Array(10).fill(false),
    )
    expect([...new synth.Logical({ nTiles: 2 })]).toHaveLength(8)
    const stream = new synth.Logical({ nTiles: 2 })
    expect([...new synth.ConceptDriftStream({ stream, driftStream: stream })]).toHaveLength(8)
  })

  it('refuses options that do not go together, and says why', () => {
    const agrawal = new synth.Agrawal()
    const texts = [
      refusal(synth.SEA, { variant: 4 }),
      refusal(synth.SEA, { seed: 1.5 }),
      refusal(synth.Logical, { seed: -1 }),
      refusal(synth.Agrawal, { classificationFunction: 10 }),
      refusal(synth.Hyperplane, { nFeatures: 3, nDriftFeatures: 4 }),
      refusal(synth.RandomTree, { nNumFeatures: 0, nCatFeatures: 2, maxTreeDepth: 3 }),
      refusal(synth.LEDDrift, { nDriftFeatures: 8 }),
      refusal(synth.FriedmanDrift, { driftType: 'gra' }),
      refusal(synth.FriedmanDrift, { position: [1, 3, 3] }),
      refusal(synth.FriedmanDrift, { position: 5 }),
      refusal(synth.FriedmanDrift, { driftType: 'gsg', position: [10, 20], transitionWindow: 11 }),
      refusal(synth.AnomalySine, { nSamples: 10, nAnomalies: 11 }),
      refusal(synth.AnomalySine, { nSamples: 9, nAnomalies: 1, contextual: true, shift: -9 }),
      refusal(synth.AnomalySine, { nSamples: 9, nAnomalies: 1, contextual: true }),
      refusal(synth.AnomalySine, {
        nSamples: 9,
        nAnomalies: 1,
        contextual: true,
        nContextual: 6,
        replace: false,
      }),
      refusal(synth.ConceptDriftStream, { stream: [] }),
      refusal(synth.ConceptDriftStream, { stream: agrawal, driftStream: new synth.SEA() }),
      refusal(synth.ConceptDriftStream, { alpha: 91 }),
    ]
    expect(texts).toEqual([
      'SEA: option "variant" must be one of 0, 1, 2, 3, got 4.',
      'SEA: option "seed" must be an integer or a bigint (or null), got 1.5.',
      'Logical: option "seed" must be an integer or a bigint of at least 0 (or null), got -1.',
      'Agrawal: option "classificationFunction" must be an integer of at least 0 and at most 9, ' +
        'got 10.',
      'Hyperplane: option "nDriftFeatures" must be at most nFeatures (3), got 4.',
      'RandomTree: option "maxTreeDepth" must be at most nCatFeatures (2) where nNumFeatures is ' +
        '0, got 3.',
      'LEDDrift: option "nDriftFeatures" must be an integer of at least 0 and at most 7, got 8.',
      'FriedmanDrift: option "position" must be 2 rising integers of at least 0 with driftType ' +
        '"gra", got [50000, 100000, 150000].',
      'FriedmanDrift: option "position" must be 3 rising integers of at least 0 with driftType ' +
        '"lea", got [1, 3, 3].',
      'FriedmanDrift: option "position" must be an object, got 5.',
      'FriedmanDrift: option "transitionWindow" must be at most the distance of the changes ' +
        '(10), got 11.',
      'AnomalySine: option "nAnomalies" must be at most nSamples (10), got 11.',
      'AnomalySine: option "shift" must be below nSamples (9) with contextual anomalies, got -9.',
      'AnomalySine: option "nContextual" must be at most nSamples (9), got 2500.',
      'AnomalySine: option "nContextual" must be at most nSamples less shift (5), got 6.',
      'ConceptDriftStream: option "stream" must be a dataset of datasets.synth (or null), got [].',
      'ConceptDriftStream: option "driftStream" must have as many features as stream (9), got 3.',
      'ConceptDriftStream: option "alpha" must be a finite number of above 0 and at most 90 (or ' +
        'null), got 91.',
    ])
  })
})
