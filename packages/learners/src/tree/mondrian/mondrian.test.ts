import { random, SnapshotError, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { MondrianTreeClassifier, MondrianTreeRegressor } from './index.js'
import {
  CHILDREN,
  FEATURE,
  LINKS,
  MERIT,
  ODDS,
  POWER,
  SEEN,
  SHARE,
  THRESHOLD,
  TIME,
} from './layout.js'
import type { MondrianNodes } from './nodes.js'

/** Two events of two classes: the tree has been split, and one leaf is new. */
function pair(options = {}): MondrianTreeClassifier {
  const model = new MondrianTreeClassifier({ seed: 3, ...options })
  model.learnOne({ x: 0 }, 'a')
  model.learnOne({ x: 1 }, 'b')
  return model
}

describe('a Mondrian tree for classes', () => {
  it('agrees with a calculation by hand', () => {
    // The root was judged by (0 + 1/2) / (2 + 1) = 1/6 on the second event, its leaves not at all:
    // its share is 1/6 : (1/6 + 1) = 1/7. It says 1/2, the leaf of b (1 + 1/2) / (1 + 1) = 3/4.
    expect(pair().predictProbaOne({ x: 1 }).get('b')).toBeCloseTo(1 / 14 + (6 / 7) * 0.75, 12)
    expect(pair().summary).toEqual({ nTrees: 1, nNodes: 3, nBranches: 1, nLeaves: 2, height: 2 })
    expect(pair({ step: 0 }).predictProbaOne({ x: 1 }).get('b')).toBeCloseTo(0.625, 12)
    expect(pair({ useAggregation: false }).predictProbaOne({ x: 1 }).get('b')).toBe(0.75)
    // With 2 events of each class beforehand: 2/6 : (2/6 + 1) = 1/4 of 1/2, the rest 3/5.
    expect(pair({ dirichlet: 2 }).predictProbaOne({ x: 1 }).get('b')).toBeCloseTo(0.575, 12)
  })

  it('splits nodes of one class only if it is told to', () => {
    const grown = (splitPure: boolean) => {
      const model = new MondrianTreeClassifier({ splitPure, seed: 3 })
      for (let x = 0; x < 20; x++) model.learnOne({ x }, 'a')
      return model.summary.nNodes
    }
    expect([grown(false), grown(true) > 3]).toEqual([1, true])
  })

  it('judges its first event too if it is not number 0', () => {
    // The leaf of a has then predicted one event badly, and that of b none.
    const answers = [0, 1].map((iteration) => pair({ iteration }).predictOne({}))
    expect(answers).toEqual(['a', 'b'])
  })

  it('stops to grow at maxNodes, and goes on learning', () => {
    const model = new MondrianTreeClassifier({ maxNodes: 1, seed: 3 })
    for (let x = 0; x < 40; x++) model.learnOne({ x }, x % 4 === 0)
    expect(model.summary.nNodes).toBe(1)
    expect(model.predictProbaOne({ x: 1 }).get(true)).toBeCloseTo(10.5 / 41, 12)
  })

  it('counts an event as often as its weight says', () => {
    const model = new MondrianTreeClassifier({ maxNodes: 1, seed: 3 })
    model.learnOne({ x: 0 }, 'a', { w: 3 })
    model.learnOne({ x: 1 }, 'b', { w: 0.5 })
    expect(model.predictProbaOne({ x: 0 }).get('a')).toBeCloseTo(3.5 / 4.5, 12)
  })

  it('sends an event without the value to the child that has predicted better', () => {
    const model = pair({ maxNodes: 3 })
    for (let i = 0; i < 9; i++) model.learnOne({ x: 1 }, i % 2 === 0 ? 'a' : 'b')
    for (let i = 0; i < 9; i++) model.learnOne({ x: 0 }, 'a')
    expect(model.predictProbaOne({})).toEqual(model.predictProbaOne({ x: 0 }))
    expect(model.predictProbaOne({})).not.toEqual(model.predictProbaOne({ x: 1 }))
  })

  it('takes features and classes that come late', () => {
    const model = pair()
    const rng = new random.Random(5)
    for (let i = 0; i < 200; i++) {
      const y = i % 3
      model.learnOne({ x: y + rng.random() / 2, [`f${i % 7}`]: y }, y)
    }
    expect(model.predictOne({ x: 2.2, f6: 2 })).toBe(2)
    const total = [...model.predictProbaOne({ x: 2.2, f6: 2 }).values()].reduce((a, b) => a + b)
    expect(total).toBeCloseTo(1, 12)
  })

  it('weighs nodes by odds of any size as their logarithms do', () => {
    // One feature without meaning, then with one, then with the opposite: the odds of the root
    // cross 2^-128 and 2^128, and come back. Whole weights are events that come several times.
    const rng = new random.Random(4)
    const model = new MondrianTreeClassifier({ seed: 3, maxNodes: 41 })
    const nodes = Reflect.get(model, 'nodes') as MondrianNodes
    const met = new Set<number>()
    for (let i = 0; i < 6000; i++) {
      const x = rng.random()
      const y = i < 1500 ? rng.random() < 0.5 : x > 0.5 === i < 3500
      model.learnOne({ x }, y, { w: i % 300 === 7 ? 1000 : 1 })
      met.add(nodes.links[POWER])
      const odds = nodes.numbers[ODDS] * 2 ** (256 * nodes.links[POWER])
      const share = odds === Infinity ? 1 : odds / (1 + odds)
      if (!nodes.isLeaf(0)) expect(nodes.numbers[SHARE]).toBeCloseTo(share, 12)
    }
    expect(met.size).toBeGreaterThan(1)
    expect(() => model.checkState()).not.toThrow()
  })

  it.each([0.3, 1, 60, 1000])(
    'weighs a branch against its leaves by their merits, step %d',
    (step) => {
      const model = pair({ step, maxNodes: 3 })
      const { numbers, stride } = Reflect.get(model, 'nodes') as MondrianNodes
      const rng = new random.Random(6)
      const shares = new Set<number>()
      for (let i = 0; i < 400; i++) {
        const x = rng.random()
        model.learnOne({ x }, i < 30 || (x > 0.5 && i > 60) ? 'a' : 'b')
        const [own, left, right] = [0, 1, 2].map((node) => numbers[node * stride + MERIT])
        expect(numbers[SHARE]).toBeCloseTo(1 / (1 + Math.exp(left + right - own)), 9)
        shares.add(Math.round(numbers[SHARE]))
      }
      expect(shares.size).toBe(2)
    },
  )

  it('stays a number however far an event lies from all it has seen', () => {
    const model = pair({ step: 1e308 })
    for (const x of [1e150, -1e300, 1.7e308, -1.7e308]) {
      for (const y of ['a', 'b']) model.learnOne({ x }, y)
      expect([...model.predictProbaOne({ x }).values()].every(Number.isFinite)).toBe(true)
    }
    expect(
      snapshot.load(snapshot.save(model), { learners: [MondrianTreeClassifier] }),
    ).toBeDefined()
  })

  it('is shown as text and as a drawing', () => {
    const [first, second] = pair().toText().split('\n')
    expect([first, second]).toEqual([
      expect.stringMatching(/^x ≤ 0\.\d+: a 100\.0 % \(weight 1\)$/),
      expect.stringMatching(/^x > 0\.\d+: b 100\.0 % \(weight 1\)$/),
    ])
    expect(pair().toDot().split('\n').length).toBe(8)
    expect(new MondrianTreeClassifier().toText()).toBe('')
    expect(pair({ maxNodes: 1 }).toText()).toBe('a 50.0 %, b 50.0 % (weight 2)')
  })
})

describe('a Mondrian tree for numbers', () => {
  it('agrees with a calculation by hand', () => {
    const model = new MondrianTreeRegressor({ step: 0.02, seed: 3 })
    model.learnOne({ x: 0 }, 10)
    model.learnOne({ x: 1 }, 20)
    // The root was judged by 0.02 times 10² / 2 = 1 on the second event, its leaves not at all.
    const share = 1 / (1 + Math.E)
    expect(model.predictOne({ x: 1 })).toBeCloseTo(20 - 5 * share, 12)
    expect(model.toText()).toMatch(
      /^x ≤ 0\.\d+: mean 10 \(weight 1\)\nx > .*: mean 20 \(weight 1\)$/,
    )
  })

  it('predicts 0 before it has learned', () => {
    expect(new MondrianTreeRegressor().predictOne({ x: 1 })).toBe(0)
  })

  it('keeps its weights numbers when errors are too large to be squared', () => {
    const model = new MondrianTreeRegressor({ seed: 3 })
    for (let i = 0; i < 30; i++) model.learnOne({ x: i % 5 }, (i % 2) * 1e200)
    expect(Number.isFinite(model.predictOne({ x: 2 }))).toBe(true)
  })
})

describe('the nodes of a restored Mondrian tree', () => {
  const nodesOf = (model: object) => Reflect.get(model, 'nodes') as MondrianNodes
  const grown = () => {
    const model = new MondrianTreeClassifier({ seed: 3 })
    for (let i = 0; i < 60; i++) model.learnOne({ x: i % 9, z: (i * 7) % 11 }, i % 3)
    return model
  }

  it('are those that were saved', () => {
    expect(() => nodesOf(grown()).checkState()).not.toThrow()
    const model = new MondrianTreeClassifier({ seed: 3 })
    model.learnOne({}, 'a') // no feature at all
    expect(snapshot.copy(model).predictOne({})).toBe('a')
  })

  const rows = 'snapshot: a Mondrian tree must have a row for each of its nodes.'
  const once = 'snapshot: a Mondrian tree must reach each node once.'
  const possible = 'snapshot: a node of a Mondrian tree must have possible numbers.'
  const number = (field: number, value: number) => (nodes: MondrianNodes) => {
    nodes.numbers[nodes.stride + field] = value
  }
  const link = (node: number, field: number, value: number) => (nodes: MondrianNodes) => {
    nodes.links[node * LINKS + field] = value
  }
  it.each<[string, (nodes: MondrianNodes) => void, string]>([
    ['more nodes than rows', (nodes) => Object.assign(nodes, { count: 1e6 }), rows],
    ['a negative width', (nodes) => Object.assign(nodes, { width: -1 }), rows],
    ['half a class', (nodes) => Object.assign(nodes, { targets: 2.5 }), rows],
    [
      'rows that are cut off',
      (nodes) => Object.assign(nodes, { boxes: new Float64Array(3) }),
      rows,
    ],
    ['a circle', link(1, CHILDREN, 1), once],
    ['a child beyond the end', link(0, CHILDREN, 1e6), once],
    ['a child before the start', link(0, CHILDREN, -3), once],
    ['nodes that are never reached', link(0, CHILDREN, 0), once],
    ['a feature beyond the end', link(0, FEATURE, 64), possible],
    ['a feature before the start', link(0, FEATURE, -1), possible],
    ['a threshold that is no number', number(THRESHOLD, NaN), possible],
    ['a share of 7', number(SHARE, 7), possible],
    ['a time before all times', number(TIME, -1), possible],
    ['nothing seen', number(SEEN, 0), possible],
    ['a box that is inside out', (nodes) => void nodes.boxes.fill(-5, 1, 2), possible],
    [
      'no generator',
      (nodes) => void Reflect.set(nodes, 'rng', null),
      'snapshot: a Mondrian tree must have a generator.',
    ],
  ])('are refused with %s', (_, damage, text) => {
    const nodes = nodesOf(grown())
    damage(nodes)
    expect(() => nodes.checkState()).toThrow(SnapshotError)
    expect(() => nodes.checkState()).toThrow(text)
  })

  it('are refused by a tree for classes whose odds are none', () => {
    const model = grown()
    const nodes = nodesOf(model)
    const odds = 'snapshot: a Mondrian tree for classes must have merits and odds'
    for (const [field, value] of [
      [ODDS, 0],
      [ODDS, -1],
      [ODDS, 1e300],
    ]) {
      const kept = nodes.numbers[field]
      nodes.numbers[field] = value
      expect(() => model.checkState()).toThrow(odds)
      nodes.numbers[field] = kept
    }
    nodes.links[POWER] = -(2 ** 31)
    expect(() => model.checkState()).toThrow(odds)
  })

  it('are refused by a tree that knows fewer features or more classes', () => {
    const model = grown()
    const nodes = nodesOf(model)
    const fits = 'snapshot: a Mondrian tree must know its features and its targets.'
    nodes.links[FEATURE] = 2
    expect(() => model.checkState()).toThrow(fits)
    nodes.links[FEATURE] = 0
    model.labels.restoreState(['x', 'y', 'z'])
    expect(() => model.checkState()).toThrow(fits)
    Object.assign(model, { nodes: new Map() })
    expect(() => model.checkState()).toThrow('snapshot: a Mondrian tree must have nodes.')
  })
})
