import { describe, expect, it } from 'vitest'
import type { Sample } from '#api'
import { linesOf, metricsOf } from './lines.js'

describe('the lines of a chart', () => {
  it('are the champion of late and in all, then the others', () => {
    const lines = linesOf(['b', 'a', 'c'], 'c', 'F1')
    expect(lines.map(({ name }) => name)).toEqual([
      ...['c, lately', 'c, in all', 'a, in all', 'b, in all'],
    ])
  })

  it('keep their colours in whatever order the contestants come', () => {
    const colours = (names: string[]) => {
      const lines = linesOf(names, 'c', 'F1')
      return Object.fromEntries(lines.map(({ name, colour }) => [name, colour]))
    }
    expect(colours(['c', 'b', 'a'])).toEqual(colours(['a', 'b', 'c']))
  })

  it('have all metrics to choose from, the deciding one first', () => {
    const sample = { metrics: { a: { F1: 1, Recall: 1 } }, recent: { ROCAUC: 1 } }
    expect(metricsOf(sample as unknown as Sample, 'Recall')).toEqual(['Recall', 'F1', 'ROCAUC'])
    expect(metricsOf(undefined, 'F1')).toEqual(['F1'])
  })
})
