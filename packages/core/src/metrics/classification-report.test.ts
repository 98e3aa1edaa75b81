import { describe, expect, it } from 'vitest'
import { percent } from './counts/table.js'
import { ClassificationReport } from './index.js'

describe('ClassificationReport', () => {
  it('is a table of the classes in order, and of their averages', () => {
    const report = new ClassificationReport({ decimals: 1 })
    report.updateMany(['b', 'b', 'a', 2], ['b', 'a', 'a', 2], { w: [1, 1.5, 1, 1] })
    expect(String(report).split('\n')).toEqual([
      '           Precision   Recall   F1       Support  ',
      '                                                  ',
      '       2      100.0%   100.0%   100.0%         1  ',
      '       a       40.0%   100.0%    57.1%         1  ',
      '       b      100.0%    40.0%    57.1%       2.5  ',
      '                                                  ',
      '   Macro       80.0%    80.0%    71.4%            ',
      '   Micro       66.7%    66.7%    66.7%            ',
      'Weighted       86.7%    66.7%    66.7%            ',
      '',
      '                  66.7% accuracy                  ',
    ])
    expect(report.get()).toBeUndefined()
  })

  it('tells the same as numbers', () => {
    const report = new ClassificationReport()
    report.updateMany(['b', 'b', 'a'], ['b', 'a', 'a'])
    const { classes, macro, micro, weighted, accuracy } = report.summary
    expect([...classes.keys()]).toEqual(['a', 'b'])
    expect(classes.get('a')).toEqual({ precision: 0.5, recall: 1, f1: 2 / 3, support: 1 })
    expect(macro.precision).toBe(0.75)
    expect(weighted.precision).toBeCloseTo(2.5 / 3, 12)
    expect(micro.f1).toBe(accuracy)
  })

  it('is empty before the first prediction', () => {
    const lines = String(new ClassificationReport()).split('\n')
    expect(lines.map((line) => line.trim().split(/\s+/)[0])).toEqual([
      'Precision',
      '',
      '',
      'Macro',
      'Micro',
      'Weighted',
      '',
      '0.00%',
    ])
  })

  it('rounds as Python does: exact halves to the even digit', () => {
    expect(percent(0.125, 0)).toBe('12%')
    expect(percent(0.135, 0)).toBe('14%')
    expect(percent(0.00125, 2)).toBe('0.12%')
    expect(percent(0.00375, 2)).toBe('0.38%')
    expect(percent(0.005, 0)).toBe('0%')
    expect(percent(0.66666, 1)).toBe('66.7%')
    expect(percent(0.1250001, 0)).toBe('13%')
  })
})
