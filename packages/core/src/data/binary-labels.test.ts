import { describe, expect, it } from 'vitest'
import { type InvalidLabelError, SnapshotError } from '../errors.js'
import { BinaryLabels } from './binary-labels.js'
import type { Label } from './labels.js'

function learned(...labels: Label[]): BinaryLabels {
  const all = new BinaryLabels()
  for (const label of labels) {
    all.check('Test', label)
    all.add(label)
  }
  return all
}

const told = (labels: BinaryLabels) =>
  Array.from({ length: labels.candidates }, (_, code) => labels.at(code))

function refusal(labels: BinaryLabels, label: unknown): string {
  try {
    labels.check('Test', label)
  } catch (error) {
    return (error as InvalidLabelError).message
  }
  return 'taken'
}

describe('the labels of a binary model', () => {
  it('are false and true before one was learned', () => {
    expect(told(learned())).toEqual([false, true])
    expect([learned().size, learned().find(true), learned().toArray()]).toEqual([0, -1, []])
  })

  it('are false and true after either boolean, and after 0 or 1', () => {
    for (const label of [false, true, 0, 1]) {
      const labels = learned(label)
      expect(told(labels)).toEqual([false, true])
      expect(labels.find(label)).toBe(Number(label))
    }
    expect(told(learned(1, 0))).toEqual([false, true])
  })

  it('are otherwise the first for the negative class and the second for the positive one', () => {
    expect(told(learned('ham'))).toEqual(['ham'])
    expect(told(learned('spam', 'ham'))).toEqual(['spam', 'ham'])
    expect(told(learned('spam', 1))).toEqual(['spam', 1])
    expect(told(learned(0, 2))).toEqual([0, 2])
  })

  it('keep 1 positive beside -1, in whatever order they come', () => {
    expect(told(learned(-1, 1))).toEqual([-1, 1])
    expect(told(learned(1, -1))).toEqual([-1, 1])
    expect(learned(1, -1).find(1)).toBe(1)
  })

  it('are two: a third one is refused, and a boolean among others', () => {
    const end = 'the model tells two classes apart, got'
    expect(refusal(learned('a', 'b'), 'c')).toBe(`Test: the label must be "a" or "b": ${end} "c".`)
    expect(refusal(learned(true), 'c')).toBe(`Test: the label must be false or true: ${end} "c".`)
    expect(refusal(learned(false), 0)).toBe(`Test: the label must be false or true: ${end} 0.`)
    expect(refusal(learned('a'), true)).toBe(
      `Test: the label must be "a" or a second one like it: ${end} true.`,
    )
    expect(refusal(learned('a', 'b'), 'a')).toBe('taken')
    expect(refusal(learned(), {})).toMatch('must be a string, a finite number or a boolean')
  })

  it('get the same codes in a list as one by one', () => {
    for (const list of [
      [true, false],
      [1, -1, 1],
      ['b', 'a', 'b'],
      [0, 1],
      [1, 0, 0],
    ]) {
      const labels = new BinaryLabels()
      const codes = [...labels.encode('Test', list)]
      expect(labels.toArray()).toEqual([])
      expect(list.map((label) => labels.add(label))).toEqual(codes)
    }
  })

  it('are not taken from a list where the weight is 0', () => {
    const labels = learned('a')
    expect([...labels.encode('Test', ['a', 'x', 'b'], [1, 0, 1])]).toEqual([0, -1, 1])
    expect(() => labels.encode('Test', ['b', 'c'])).toThrow('must be "a" or "b"')
  })

  it('stand in their own order', () => {
    expect([...learned('b', 'a').inOrder()]).toEqual([1, 0])
    expect([...learned('b', 'a').ranks()]).toEqual([1, 0])
    expect([...learned(1).inOrder()]).toEqual([0, 1])
  })

  it('come back from what was saved, and nothing else does', () => {
    for (const labels of [
      learned(),
      learned(1),
      learned(1, -1),
      learned('b', 'a'),
      learned(true),
    ]) {
      const copy = new BinaryLabels()
      copy.restoreState(JSON.parse(JSON.stringify(labels.saveState())))
      expect(told(copy)).toEqual(told(labels))
      expect(copy.toArray()).toEqual(labels.toArray())
    }
    const impossible = [[], ['a'], ['a', 'a'], [null, 'a'], [true, 'a'], ['a', {}], {}, null]
    for (const state of [...impossible, ['a', 'b', 'c'], [null, 0], [null, false]]) {
      expect(() => new BinaryLabels().restoreState(state)).toThrow()
    }
    expect(() => new BinaryLabels().restoreState(['a', 'a'])).toThrow(SnapshotError)
  })
})
