import { random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { HoeffdingTreeClassifier, type HoeffdingTreeClassifierOptions, splitter } from './index.js'

type Event = [x: Record<string, number | string>, y: string | number]
type Options = Partial<HoeffdingTreeClassifierOptions>

function grown(options: Options, events: Iterable<Event>): HoeffdingTreeClassifier {
  const model = new HoeffdingTreeClassifier(options)
  for (const [x, y] of events) model.learnOne(x, y)
  return model
}

/** `value` runs evenly over 0 … 9; the label tells whether it is above 6. */
function steps(count: number): Event[] {
  return Array.from({ length: count }, (_, i) => [{ value: i % 10 }, i % 10 > 6 ? 'high' : 'low'])
}

/** Two features at random; the label follows a chessboard of 4 fields a side. */
function chessboard(count: number): Event[] {
  const rng = new random.Random(7)
  return Array.from({ length: count }, () => {
    const [a, b] = [rng.random(), rng.random()]
    return [{ a, b }, (Math.floor(4 * a) + Math.floor(4 * b)) % 2]
  })
}

/** Splits soon, so that streams may be short. */
const EAGER: Options = { gracePeriod: 50, delta: 0.05, tau: 0.1 }

describe('options of a Hoeffding tree', () => {
  it('gracePeriod: so much weight comes between two attempts to split a leaf', () => {
    const before = grown({ gracePeriod: 40 }, steps(39))
    expect(before.nNodes).toBe(1)
    before.learnOne(...steps(40)[39])
    expect(before.nNodes).toBe(3)
    expect(grown({ gracePeriod: 41 }, steps(40)).nNodes).toBe(1)
    expect(grown({ gracePeriod: 0.5 }, steps(8)).nNodes).toBe(3)
  })

  it('maxDepth: the tree grows no deeper, and leaves that deep are put to rest', () => {
    const board = chessboard(4000)
    const free = grown(EAGER, board)
    expect(free.height).toBeGreaterThan(4)
    const flat = grown({ ...EAGER, maxDepth: 1 }, board)
    expect([flat.height, flat.nNodes, flat.nActiveLeaves]).toEqual([2, 3, 0])
    expect(grown({ ...EAGER, maxDepth: 0 }, board).nNodes).toBe(1)
  })

  it('splitCriterion: what is the best split depends on how splits are judged', () => {
    const rng = new random.Random(3)
    const events: Event[] = Array.from({ length: 3000 }, () => {
      const [a, b] = [rng.random(), rng.random()]
      const y = a > 0.93 ? 1 : b > 0.5 ? Number(rng.random() < 0.35) : Number(rng.random() < 0.1)
      return [{ a, b }, y]
    })
    const texts = (['info_gain', 'gini', 'hellinger'] as const).map((splitCriterion) =>
      grown({ ...EAGER, splitCriterion }, events).toText(),
    )
    expect(new Set(texts).size).toBe(3)
  })

  it('delta: the more certain a split must be, the later it comes', () => {
    const rng = new random.Random(5)
    const events: Event[] = Array.from({ length: 2000 }, () => {
      const [a, b] = [rng.random(), rng.random()]
      return [{ a, b }, rng.random() < (a > 0.5 ? 0.7 : 0.3) ? 'x' : 'y']
    })
    const firstSplit = (delta: number) => {
      const model = new HoeffdingTreeClassifier({ delta, tau: 0, gracePeriod: 10 })
      return events.findIndex(([x, y]) => {
        model.learnOne(x, y)
        return model.nNodes > 1
      })
    }
    const [bold, careful, never] = [firstSplit(0.5), firstSplit(1e-3), firstSplit(1e-200)]
    expect(bold).toBeGreaterThan(0)
    expect(careful).toBeGreaterThan(bold)
    expect(never).toBe(-1)
  })

  it('tau: a tie between two splits is broken once the bound is below it', () => {
    const twins = steps(400).map(([{ value }, y]): Event => [{ a: value, b: value }, y])
    expect(grown({ tau: 0 }, twins).nNodes).toBe(1)
    expect(grown({ tau: 0.2 }, twins).nNodes).toBe(3)
  })

  it('leafPrediction: by the majority, by naive Bayes, or by what was right more often', () => {
    const model = (leafPrediction: 'mc' | 'nb' | 'nba') =>
      grown({ leafPrediction, gracePeriod: 1e6 }, steps(100))
    const answers = [0, 9].map((value) =>
      (['mc', 'nb', 'nba'] as const).map((mode) => model(mode).predictOne({ value })),
    )
    expect(answers).toEqual([
      ['low', 'low', 'low'],
      ['low', 'high', 'high'],
    ])
    const noise: Event[] = Array.from({ length: 90 }, (_, i) => [
      { value: (i * 7919) % 10 },
      i % 9 ? 'usual' : 'rare',
    ])
    const adaptive = grown({ leafPrediction: 'nba', gracePeriod: 1e6 }, noise)
    expect([0, 3, 6, 9].map((value) => adaptive.predictOne({ value }))).toEqual(
      Array(4).fill('usual'),
    )
  })

  it('nbThreshold: below so much weight naive Bayes is not asked', () => {
    const model = (nbThreshold: number) =>
      grown({ leafPrediction: 'nb', nbThreshold, gracePeriod: 1e6 }, steps(100))
    expect(model(100).predictOne({ value: 9 })).toBe('high')
    expect(model(101).predictOne({ value: 9 })).toBe('low')
  })

  it('nominalAttributes: the numbers of a feature are categories', () => {
    const events = Array.from(
      { length: 400 },
      (_, i): Event => [{ code: i % 4 }, i % 2 ? 'odd' : 'even'],
    )
    const [plain, nominal] = [{}, { nominalAttributes: ['code'] }].map((options) =>
      grown({ ...EAGER, ...options }, events),
    )
    expect(nominal.toText()).toContain('code = 2')
    expect(nominal.nLeaves).toBe(4)
    expect(plain.toText()).toContain('code ≤ ')
  })

  it('splitter: more thresholds find a border more exactly', () => {
    const events = Array.from({ length: 1000 }, (_, i): Event => {
      return [{ value: (i * 37) % 100 }, (i * 37) % 100 > 80 ? 'high' : 'low']
    })
    const threshold = (nSplits: number) => {
      const options = { gracePeriod: 1000, splitter: new splitter.GaussianSplitter({ nSplits }) }
      return Number(/value ≤ ([\d.]+)/.exec(grown(options, events).toText())?.[1])
    }
    expect(threshold(1)).toBe(49.5)
    expect(Math.abs(threshold(100) - 80)).toBeLessThan(3)
  })

  it('binarySplit: one category against the rest instead of a branch for each', () => {
    const events = Array.from(
      { length: 600 },
      (_, i): Event => [{ shop: 'abc'[i % 3] }, 'xyz'[i % 3]],
    )
    const at = (binarySplit: boolean) =>
      grown({ gracePeriod: 600, delta: 0.05, binarySplit }, events).nLeaves
    expect([at(false), at(true)]).toEqual([3, 2])
  })

  it('minBranchFraction: a split that parts off less than this is none', () => {
    const events = Array.from(
      { length: 1000 },
      (_, i): Event => [{ shop: i % 25 ? 'usual' : 'rare' }, i % 25 ? Number(i % 2 === 0) : 2],
    )
    const nodes = (minBranchFraction: number) =>
      grown({ ...EAGER, tau: 0, minBranchFraction }, events).nNodes
    expect([nodes(0.01), nodes(0.05)]).toEqual([3, 1])
  })

  it('maxShareToSplit: a leaf in which one class has more than this is not split', () => {
    const events = Array.from(
      { length: 400 },
      (_, i): Event => [{ value: i % 20 }, i % 20 ? 'a' : 'b'],
    )
    const nodes = (maxShareToSplit: number) => grown({ ...EAGER, maxShareToSplit }, events).nNodes
    expect([nodes(0.99), nodes(0.9)]).toEqual([3, 1])
  })

  it('removePoorAttrs: a feature that was poor once is no candidate later', () => {
    const rng = new random.Random(1)
    const events: Event[] = Array.from({ length: 8000 }, (_, i) => {
      const [early, late] = [rng.random(), rng.random()]
      const x = { early, twin: early, late }
      return [x, (i < 800 ? early : late) > 0.5 ? 'x' : 'y']
    })
    const options: Options = { leafPrediction: 'mc', delta: 0.05, tau: 0, maxDepth: 1 }
    const [kept, removed] = [false, true].map((removePoorAttrs) =>
      grown({ ...options, removePoorAttrs }, events).toText(),
    )
    expect(kept).toContain('late ≤ ')
    expect(removed).toMatch(/^\w [\d.]+ %, \w [\d.]+ % \(weight 8000\)$/)
  })

  it('meritPreprune: without it, a leaf that has no split to make is put to rest at once', () => {
    const constant = Array.from({ length: 100 }, (_, i): Event => [{ value: 1 }, i % 2])
    const inactive = (meritPreprune: boolean) =>
      grown({ gracePeriod: 50, stopMemManagement: true, meritPreprune }, constant).nInactiveLeaves
    expect([inactive(true), inactive(false)]).toEqual([0, 1])
  })
})

describe('the size limit of a Hoeffding tree', () => {
  const board = chessboard(12_000)
  const sized = (options: Options) =>
    grown({ ...EAGER, memoryEstimatePeriod: 500, ...options }, board)

  const sizes = Array.from({ length: 25 }, (_, i) => 0.01 * (i + 1))
  const isTight = (model: HoeffdingTreeClassifier) =>
    model.nActiveLeaves > 0 && model.nInactiveLeaves > model.nActiveLeaves / 4
  /** A size, in mebibytes, in which some of the leaves have room and some have not. */
  const tight = sizes.find((maxSize) => isTight(sized({ maxSize }))) as number

  it('maxSize: keeps only as many leaves active as there is room for', () => {
    const free = sized({})
    expect(free.nInactiveLeaves).toBe(0)
    const [none, some, all] = [0.005, tight, 10].map((maxSize) => sized({ maxSize }))
    expect(none.nActiveLeaves).toBe(0)
    expect(some.nActiveLeaves).toBeGreaterThan(0)
    expect(some.nInactiveLeaves).toBeGreaterThan(0)
    expect(some.nActiveLeaves + some.nInactiveLeaves).toBe(some.nLeaves)
    expect(all.summary).toEqual(free.summary)
  })

  it('maxSize: bounds the active leaves and their tables, however long the stream', () => {
    const model = new HoeffdingTreeClassifier({
      ...EAGER,
      memoryEstimatePeriod: 500,
      maxSize: tight,
    })
    const active: number[] = []
    for (let round = 0; round < 4; round++) {
      for (const [x, y] of board) model.learnOne(x, y)
      active.push(model.nActiveLeaves)
    }
    const { nActiveLeaves } = sized({ maxSize: tight })
    expect(Math.max(...active)).toBeLessThanOrEqual(nActiveLeaves)
    expect(snapshot.save(model).length).toBeLessThan(1.5 * tight * 2 ** 20)
  })

  it('maxSize: leaves that are put to rest still predict, by their majority', () => {
    const model = sized({ maxSize: 0.01 })
    expect(model.nActiveLeaves).toBe(0)
    const right = board.filter(([x, y]) => model.predictOne(x) === y).length
    expect(right / board.length).toBeGreaterThan(0.55)
  })

  it('memoryEstimatePeriod: before the first estimate nothing is put to rest', () => {
    expect(sized({ maxSize: 0.01, memoryEstimatePeriod: 1e6 }).nInactiveLeaves).toBe(0)
  })

  it('stopMemManagement: the tree stops growing instead, and all leaves stay active', () => {
    const model = sized({ maxSize: 0.01, stopMemManagement: true })
    const { nNodes } = model
    expect(nNodes).toBeLessThan(sized({}).nNodes)
    expect(model.nInactiveLeaves).toBe(0)
    for (const [x, y] of board) model.learnOne(x, y)
    expect(model.nNodes).toBe(nNodes)
  })
})
