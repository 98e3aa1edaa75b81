import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Label } from '../data/labels.js'
import { load } from '../snapshot/load.js'
import { save } from '../snapshot/save.js'
import { ConfusionMatrix } from './index.js'

const learners = [ConfusionMatrix] as never

/** The same, the slow way. */
class Slow {
  readonly pairs: (readonly [Label, Label | undefined, number])[] = []

  sum(wanted: (yTrue: Label, yPred: Label | undefined) => boolean): number {
    return this.pairs.reduce((sum, [yTrue, yPred, w]) => sum + (wanted(yTrue, yPred) ? w : 0), 0)
  }
}

describe('ConfusionMatrix', () => {
  it('counts by pairs of labels, which keep their type: 1 alone is true', () => {
    const cm = new ConfusionMatrix()
    cm.update(true, 'true')
    cm.update('true', 'true', { w: 2 })
    cm.update(1, true)
    expect(cm.classes).toEqual([true, 'true'])
    expect(cm.get('true').get('true')).toBe(2)
    const row = new Map<Label, number>([
      ['true', 1],
      [true, 1],
    ])
    expect(cm.get(true)).toEqual(row)
    expect(cm.get(1)).toEqual(row)
    expect(cm.get(2)).toEqual(new Map())
    expect(cm.get()).toBeUndefined()
    expect(cm.nSamples).toBe(3)
    expect(cm.totalWeight).toBe(4)
    expect(cm.totalTruePositives).toBe(3)
  })

  it('has the sums of what it was given, for few labels and for many', () => {
    const label = (n: number) => fc.integer({ min: 0, max: n })
    const step = fc.constantFrom(2, 7, 60).chain((n) =>
      fc.array(fc.tuple(label(n), fc.option(label(n), { nil: undefined, freq: 9 }), fc.boolean()), {
        maxLength: 300,
      }),
    )
    const law = fc.property(step, (steps) => {
      const cm = new ConfusionMatrix()
      const slow = new Slow()
      for (const [yTrue, yPred, back] of steps) {
        if (back && slow.pairs.length > 0) cm.revert(...pairOf(slow.pairs.shift()))
        else {
          cm.update(yTrue, yPred, { w: 1 + (yTrue % 3) })
          slow.pairs.push([yTrue, yPred, 1 + (yTrue % 3)])
        }
      }
      for (const copy of [cm, load<ConfusionMatrix>(save(cm), { learners })]) expectSums(copy, slow)
    })
    fc.assert(law, { numRuns: 60 })
  })

  it('tells true negatives as River does, and what a class is kept out of', () => {
    const cm = new ConfusionMatrix()
    cm.updateMany(['a', 'b', 'c', 'c'], ['a', 'c', 'b', 'c'])
    expect(cm.trueNegatives('a')).toBe(1) // only what was right: River's
    expect(cm.othersKeptOut('a')).toBe(3)
    expect(cm.totalTrueNegatives).toBe(4)
    expect(cm.falsePositives('c')).toBe(1)
    expect(cm.falseNegatives('c')).toBe(1)
  })

  it('forgets a class once all of it was taken back, whatever the weights were', () => {
    const cm = new ConfusionMatrix()
    const weights = [0.1, 0.2, 0.3]
    for (const w of weights) cm.update('b', 'a', { w })
    cm.update('a', 'a')
    for (const w of weights) cm.revert('b', 'a', { w }) // 0.1 + 0.2 + 0.3 - 0.1 - 0.2 - 0.3 > 0
    expect(cm.classes).toEqual(['a'])
    expect(cm.sumRow).toEqual(new Map([['a', 1]]))
    cm.revert('a', 'a')
    expect(cm.totalWeight).toBe(0)
  })

  it('keeps no room for labels and pairs that are long gone', () => {
    const cm = new ConfusionMatrix()
    for (let i = 0; i < 200_000; i++) {
      cm.update(`cluster ${i}`, i % 7)
      if (i >= 50) cm.revert(`cluster ${i - 50}`, (i - 50) % 7)
    }
    expect(cm.classes.length).toBe(57)
    expect(save(cm).length).toBeLessThan(200_000)
    expect(cm.sumCol).toEqual(load<ConfusionMatrix>(save(cm), { learners }).sumCol)
  })

  it('refuses labels beyond what it can hold, before it counts any of a list', () => {
    const cm = new ConfusionMatrix()
    const labels = Array.from({ length: 65_536 }, (_, i) => i)
    cm.updateMany(labels.slice(0, 65_534), labels.slice(0, 65_534))
    const three = ['x', 'y', 'z']
    expect(() => cm.updateMany(three, three)).toThrow('list may bring the known ones to 65536 at')
    expect(cm.nSamples).toBe(65_534)
    cm.update('x', 'y')
    expect(() => cm.update('z', 'x')).toThrow('must be one of the 65536 known (the limit), got "z"')
    const other = new ConfusionMatrix()
    other.update('z', 'x')
    expect(() => cm.merge(other)).toThrow('list may bring the known ones to 65536 at most')
    cm.update(5, 'x')
    expect(cm.nSamples).toBe(65_536)
  })

  it('is printed as a table in the order of the labels, with those it was told to expect', () => {
    const cm = new ConfusionMatrix({ classes: ['cat', 'dog'] })
    cm.update('cat', 'ant', { w: 1234.5 })
    cm.update('cat', undefined)
    expect(String(cm).split('\n')).toEqual([
      '       ant     cat   dog   None  ',
      ' ant       0     0     0      0  ',
      ' cat   1,234     0     0      1  ',
      ' dog       0     0     0      0  ',
      'None       0     0     0      0  ',
    ])
    expect(String(new ConfusionMatrix())).toBe('')
  })

  it('refuses classes that are no list of labels', () => {
    expect(() => new ConfusionMatrix({ classes: {} as never })).toThrow(
      'ConfusionMatrix: option "classes" must be a list of labels, got an object.',
    )
    expect(() => new ConfusionMatrix({ classes: [null as never] })).toThrow('ConfusionMatrix: the')
  })
})

function pairOf([yTrue, yPred, w]: Slow['pairs'][number] = [0, 0, 0]) {
  return [yTrue, yPred, { w }] as const
}

function expectSums(cm: ConfusionMatrix, slow: Slow): void {
  expect(cm.nSamples).toBe(slow.pairs.length)
  expect(cm.totalWeight).toBe(slow.sum(() => true))
  expect(cm.totalTruePositives).toBe(slow.sum((yTrue, yPred) => yTrue === yPred))
  const labels = new Set<(typeof cm.classes)[number]>()
  for (const [yTrue, yPred] of slow.pairs) labels.add(yTrue).add(yPred)
  expect(new Set(cm.classes)).toEqual(labels)
  for (const label of labels) {
    expect(cm.support(label)).toBe(slow.sum((yTrue) => yTrue === label))
    expect(cm.predicted(label)).toBe(slow.sum((_, yPred) => yPred === label))
    const right = slow.sum((yTrue, yPred) => yTrue === label && yPred === label)
    expect(cm.truePositives(label)).toBe(right)
    const others = slow.sum((yTrue, yPred) => yTrue !== label && yPred !== label)
    expect(cm.othersKeptOut(label)).toBe(others)
  }
  const squares = (sums: Iterable<number>) => [...sums].reduce((sum, w) => sum + w * w, 0)
  expect(cm.counts.trueSquares).toBe(squares(cm.sumRow.values()))
  expect(cm.counts.predictedSquares).toBe(squares(cm.sumCol.values()))
  const cells = [...cm.data.values()].flatMap((row) => [...row.values()])
  expect(cm.counts.cellSquares).toBe(squares(cells))
}
