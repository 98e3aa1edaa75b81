import { describe, expect, it } from 'vitest'
import { InvalidLabelError, SnapshotError } from '../errors.js'
import { compareValues, type Label, Labels } from './labels.js'

describe('Labels', () => {
  it('keeps true, "true" and 1 apart, and gives codes in the order of first sight', () => {
    const labels = new Labels()
    expect([true, 'true', 1, 'true', true].map((label) => labels.add(label))).toEqual([
      0, 1, 2, 1, 0,
    ])
    expect(labels.toArray()).toEqual([true, 'true', 1])
    expect([labels.find(1), labels.find('1'), labels.at(2), labels.at(3)]).toEqual([
      2,
      -1,
      1,
      undefined,
    ])
  })

  it('tells -0 as 0: they are one label', () => {
    const labels = new Labels()
    labels.add(-0)
    expect(labels.add(0)).toBe(0)
    expect(labels.at(0)).toBe(0)
  })

  it('takes strings, finite numbers and booleans, and nothing else', () => {
    const labels = new Labels()
    for (const label of ['', '__proto__', 0, -1.5, false]) labels.check('NB', label)
    const texts = [undefined, null, NaN, -Infinity, {}, [1], 5n, Symbol('s'), () => {}].map(
      (label) => {
        try {
          labels.check('NB', label)
          return 'taken'
        } catch (error) {
          return (error as InvalidLabelError).message.replace(/.*, got/, 'got')
        }
      },
    )
    expect(texts).toEqual([
      'got undefined.',
      'got null.',
      'got NaN.',
      'got -Infinity.',
      'got an object.',
      'got [1].',
      'got 5n.',
      'got Symbol(s).',
      'got the function (anonymous).',
    ])
    expect(() => labels.check('NB', null)).toThrow(
      'NB: the label must be a string, a finite number or a boolean, got null.',
    )
    expect(labels.size).toBe(0)
  })

  it('refuses one label more than its limit, alone or in a list', () => {
    const labels = new Labels(2)
    labels.add('a')
    labels.checkAll('NB', ['a', 'b', 'b'])
    expect(() => labels.checkAll('NB', ['b', 'c'])).toThrow(
      'NB: the label list may bring the known ones to 2 at most.',
    )
    labels.add('b')
    labels.check('NB', 'a')
    expect(() => labels.check('NB', 'c')).toThrow(
      'NB: the label must be one of the 2 known (the limit), got "c".',
    )
  })

  it('has an order: numbers and booleans by size, then strings by code point', () => {
    const labels = new Labels()
    const values: Label[] = ['b', 10, '\u{1f600}', true, '\uffee', false, 9, 'a']
    for (const value of values) labels.add(value)
    const sorted = [false, true, 9, 10, 'a', 'b', '\uffee', '\u{1f600}']
    expect(Array.from(labels.inOrder(), (code) => labels.at(code))).toEqual(sorted)
    expect(Array.from(labels.ranks(), (rank) => sorted[rank])).toEqual(values)
    labels.add(-3)
    expect(labels.at(labels.inOrder()[0])).toBe(-3)
    expect(labels.ranks()[labels.find(-3)]).toBe(0)
  })

  it('compares like Python: a shorter string comes before its continuation', () => {
    expect(['ab', 'a', '', 'b'].sort(compareValues)).toEqual(['', 'a', 'ab', 'b'])
    expect(compareValues('10', 9)).toBe(1)
    expect(compareValues(9, '10')).toBe(-1)
    expect(compareValues(true, 1)).toBe(0)
  })

  it('restores what it saved, and refuses what is no list of different labels', () => {
    const labels = new Labels()
    for (const label of ['x', 2, false]) labels.add(label)
    const restored = new Labels()
    restored.restoreState(JSON.parse(JSON.stringify(labels.saveState())))
    expect(restored.toArray()).toEqual(['x', 2, false])
    for (const state of [undefined, 'abc', { 0: 'a' }, ['a', 'a']]) {
      expect(() => new Labels().restoreState(state)).toThrow(SnapshotError)
    }
    expect(() => new Labels().restoreState([null])).toThrow(InvalidLabelError)
    expect(() => new Labels(1).restoreState(['a', 'b'])).toThrow(InvalidLabelError)
  })
})
