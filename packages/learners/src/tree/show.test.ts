import { describe, expect, it } from 'vitest'
import { HoeffdingTreeClassifier } from './index.js'

/** A branch for each shop, and one of them by the amount. */
function shops(options = {}): HoeffdingTreeClassifier {
  const model = new HoeffdingTreeClassifier({ gracePeriod: 90, delta: 0.05, ...options })
  for (let i = 0; i < 600; i++) {
    const shop = ['north', 'east', 'south "2"'][i % 3]
    const amount = (i * 37) % 100
    const fraud = shop === 'east' || (shop !== 'north' && amount > 59)
    model.learnOne({ shop, amount }, fraud ? 'fraud' : 'ok')
  }
  return model
}

const lines = (...all: string[]) => all.join('\n')

describe('a tree is shown', () => {
  it('as text, a line per node', () => {
    expect(shops().toText()).toBe(
      lines(
        'shop = east: fraud 100.0 % (weight 200)',
        'shop = north: ok 100.0 % (weight 200)',
        'shop = south "2"',
        '  amount ≤ 63: ok 95.7 %, fraud 4.3 % (weight 109.665)',
        '  amount > 63: fraud 100.0 % (weight 60.335)',
      ),
    )
    expect(shops({ binarySplit: true, maxDepth: 1 }).toText()).toBe(
      lines(
        'shop = east: fraud 100.0 % (weight 200)',
        'shop ≠ east: ok 80.0 %, fraud 20.0 % (weight 400)',
      ),
    )
  })

  it('as a drawing in the DOT language', () => {
    expect(shops().toDot()).toBe(
      lines(
        'digraph tree {',
        '  node [shape=box, fontname="sans-serif"]',
        '  0 [label="shop"]',
        '  0 -> 1 [label="shop = east"]',
        '  0 -> 2 [label="shop = north"]',
        '  0 -> 3 [label="shop = south \\"2\\""]',
        '  1 [label="fraud 100.0 % (weight 200)"]',
        '  2 [label="ok 100.0 % (weight 200)"]',
        '  3 [label="amount"]',
        '  3 -> 4 [label="amount ≤ 63"]',
        '  3 -> 5 [label="amount > 63"]',
        '  4 [label="ok 95.7 %, fraud 4.3 % (weight 109.665)"]',
        '  5 [label="fraud 100.0 % (weight 60.335)"]',
        '}',
      ),
    )
  })

  it('by the way that one event takes; where it does not answer, the way of most events', () => {
    const model = shops()
    expect(model.debugOne({ shop: 'south "2"', amount: 80 })).toBe(
      lines('shop = south "2"', 'amount > 63', 'fraud 100.0 % (weight 60.335)'),
    )
    expect(model.debugOne({ shop: 'south "2"' })).toBe(
      lines(
        'shop = south "2"',
        'amount ≤ 63 (as most events)',
        'ok 95.7 %, fraud 4.3 % (weight 109.665)',
      ),
    )
    expect(model.debugOne({ shop: 'west', amount: 80 })).toBe(
      lines('shop = east (as most events)', 'fraud 100.0 % (weight 200)'),
    )
    expect(model.schema.categoryCount(0)).toBe(3)
  })

  it('in numbers', () => {
    const model = shops()
    const summary = {
      nNodes: 6,
      nBranches: 2,
      nLeaves: 4,
      nActiveLeaves: 4,
      nInactiveLeaves: 0,
      height: 3,
      totalObservedWeight: 600,
    }
    expect(model.summary).toEqual(summary)
    const { totalObservedWeight: _, ...numbers } = summary
    expect(model).toMatchObject(numbers)
  })

  it('as the code that builds it', () => {
    expect(String(new HoeffdingTreeClassifier())).toBe('HoeffdingTreeClassifier()')
    expect(String(shops({ binarySplit: true, nominalAttributes: ['a'] }))).toBe(
      'HoeffdingTreeClassifier({ gracePeriod: 90, delta: 0.05, ' +
        "nominalAttributes: ['a'], binarySplit: true })",
    )
  })

  it('before it has learned anything', () => {
    const model = new HoeffdingTreeClassifier()
    expect([model.toText(), model.debugOne({ a: 1 })]).toEqual(['', ''])
    expect(model.toDot()).toBe(
      lines('digraph tree {', '  node [shape=box, fontname="sans-serif"]', '}'),
    )
    expect(model.summary).toMatchObject({ nNodes: 0, nLeaves: 0, height: 0 })
    model.learnOne({ a: 1 }, 'x')
    expect(model.toText()).toBe('x 100.0 % (weight 1)')
    expect(model.debugOne({ a: 1 })).toBe('x 100.0 % (weight 1)')
  })
})
