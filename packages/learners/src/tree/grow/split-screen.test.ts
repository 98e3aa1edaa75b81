import { Row, random, Schema } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { infoGain } from '../criterion/info-gain.js'
import { ClassLeaf } from '../leaf/class-leaf.js'
import { GaussianSplitter } from '../splitter/gaussian.js'
import { Rivals } from './rivals.js'
import { bestTwo } from './split.js'
import { SplitScreen } from './split-screen.js'
import { SplitSearch } from './split-search.js'

const OPTIONS = {
  splitter: new GaussianSplitter(),
  minBranchFraction: 0.01,
  maxShareToSplit: 0.99,
  binarySplit: false,
  meritPreprune: false,
}
const COLOURS = 4

/** Three numbers, the last of them whole, and a colour. */
function schemaOf(): Schema {
  const schema = new Schema()
  for (const name of ['a', 'b', 'c']) schema.add('test', name, 'number')
  const colour = schema.add('test', 'd', 'category')
  for (let k = 0; k < COLOURS; k++) schema.addCategory('test', colour, `colour ${k}`)
  schema.commit()
  return schema
}

/** Events of some classes, of which each feature tells a little, or much, or nothing. */
class Stream {
  readonly schema = schemaOf()
  readonly leaf = new ClassLeaf()
  readonly row = new Row()
  label = 0
  weight = 1
  private readonly rng: random.Random
  private readonly classes: number
  private readonly strengths: number[]

  constructor(seed: number) {
    this.rng = new random.Random(seed)
    this.classes = 2 + this.rng.randrange(5)
    this.strengths = [0, 1, 2, 3].map(() => this.rng.choice([0, 0.3, 1, 4]))
  }

  next(): void {
    const { rng, strengths, row } = this
    this.label = rng.randrange(this.classes)
    this.weight = rng.choice([1, 1, 1, 0.3, 4])
    row.clear()
    row.widen(4)
    for (let feature = 0; feature < 4; feature++) {
      if (rng.random() < 0.02) continue // absent
      const value = rng.gauss(this.label * strengths[feature], rng.random() < 0.01 ? 8 : 1)
      const code = Math.min(COLOURS - 1, Math.abs(Math.floor(value)))
      row.put(feature, feature === 3 ? code : feature === 2 ? Math.round(value) : value)
    }
    row.seal(4)
  }

  learn(): void {
    this.leaf.learn(this.row, this.label, this.weight, this.schema, false, null)
  }
}

/** Calls back with the leaf before and after each of so many events of many streams. */
function follow(
  events: number,
  before: (stream: Stream, seed: number) => void,
  after: (stream: Stream, search: SplitSearch) => void,
): void {
  for (let seed = 0; seed < 25; seed++) {
    const stream = new Stream(seed)
    const search = new SplitSearch(OPTIONS, stream.schema)
    for (let k = 0; k < events; k++) {
      stream.next()
      before(stream, seed)
      stream.learn()
      after(stream, search)
    }
  }
}

describe('a search that is screened', () => {
  it('is only spared where the best split is not better than the second by the bound', () => {
    const screen = new SplitScreen(OPTIONS)
    const seen = { spared: 0, idle: 0 }
    follow(
      250,
      () => {},
      ({ leaf }, search) => {
        const bound = 2 / Math.sqrt(leaf.totalWeight)
        const [best, second] = bestTwo(search.byFeature(leaf, infoGain, []))
        const isClose = best && second && best.merit - second.merit <= bound
        if (isClose) seen.idle++
        if (!screen.isClose(leaf, infoGain, bound)) return
        seen.spared++
        expect(isClose).toBe(true)
      },
    )
    expect(seen.spared).toBeGreaterThan(0.9 * seen.idle)
  })

  it('is only spared an early tree where no split is better than none by the bound', () => {
    const screen = new SplitScreen(OPTIONS)
    const seen = { spared: 0, idle: 0 }
    follow(
      250,
      () => {},
      ({ leaf }, search) => {
        const bound = 2 / Math.sqrt(leaf.totalWeight)
        const [best] = bestTwo(search.byFeature(leaf, infoGain, []))
        const isPoor = best && best.feature >= 0 && best.merit <= bound
        if (isPoor) seen.idle++
        if (!screen.isPoor(leaf, infoGain, bound)) return
        seen.spared++
        expect(isPoor).toBe(true)
      },
    )
    expect(seen.spared).toBeGreaterThan(0.9 * seen.idle)
  })

  it('of a branch leaves out only features that cannot win, from event to event', () => {
    const screens = [new SplitScreen(OPTIONS), new SplitScreen(OPTIONS)]
    let rivals: Rivals[] = []
    let last: Stream | undefined
    const seen = { spared: 0, features: 0 }
    follow(
      400,
      (stream) => {
        if (stream !== last) rivals = screens.map(() => new Rivals(stream.leaf))
        last = stream
        for (const each of rivals) each.foresee(stream.row, stream.label, stream.weight)
      },
      ({ leaf }, search) => {
        const bound = 2 / Math.sqrt(leaf.totalWeight)
        const found = search.byFeature(leaf, infoGain, [])
        const own = leaf.features[leaf.featureCount - 1]
        const place = found.findIndex(({ feature }) => feature === own)
        for (const [k, margin] of [0, bound].entries()) {
          const count = screens[k].contest(rivals[k], infoGain, own, margin, bound)
          if (count < 0) continue
          const { contends } = screens[k]
          expect(contends[leaf.featureCount - 1]).toBe(1)
          expect(found[place].merit).toBeGreaterThanOrEqual(-bound)
          for (let f = 0; f < leaf.featureCount; f++) {
            seen.features++
            if (contends[f] === 1) continue
            seen.spared++
            expect(found[f].merit).toBeLessThan(found[place].merit + margin)
          }
        }
      },
    )
    expect(seen.spared).toBeGreaterThan(0.3 * seen.features)
  })

  it('knows for a while, without a look, how much entropy the splits of a branch leave', () => {
    const screen = new SplitScreen(OPTIONS)
    let rivals: Rivals | undefined
    const seen = { known: 0, features: 0 }
    follow(
      400,
      ({ leaf, row, label, weight }) => {
        if (rivals?.leaf !== leaf || Math.floor(leaf.totalWeight) % 60 === 0) {
          rivals = new Rivals(leaf)
          // With such a margin each feature is looked at once.
          for (const feature of leaf.features.subarray(0, leaf.featureCount)) {
            screen.contest(rivals, infoGain, feature, 100, 100)
          }
        }
        rivals.foresee(row, label, weight)
      },
      ({ leaf }, search) => {
        const before = infoGain.before(leaf.weights, leaf.classes.count)
        for (const { feature, merit } of search.byFeature(leaf, infoGain, [])) {
          if (feature < 0) continue
          seen.features++
          expect(rivals?.leaves(feature, before - merit + 1e-9)).toBe(false)
          if (rivals?.leaves(feature, before - merit - 0.3)) seen.known++
        }
      },
    )
    expect(seen.known).toBeGreaterThan(0.2 * seen.features)
  })

  it('is never spared where another criterion than the information gain judges', () => {
    const stream = new Stream(1)
    for (let k = 0; k < 100; k++) {
      stream.next()
      stream.learn()
    }
    const other = { ...infoGain, countsBits: false }
    const screen = new SplitScreen(OPTIONS)
    expect(screen.isClose(stream.leaf, infoGain, 10)).toBe(true)
    expect(screen.isClose(stream.leaf, other, 10)).toBe(false)
    expect(screen.isPoor(stream.leaf, other, 10)).toBe(false)
    expect(screen.contest(new Rivals(stream.leaf), other, 0, 10, 10)).toBe(-1)
  })
})
