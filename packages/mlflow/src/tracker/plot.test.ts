import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Curves } from './curves.js'
import { linePlot, matrixPlot } from './plot.js'

/** Throws unless it is XML as far as tags go; the texts in it. */
function texts(svg: string): string[] {
  const open: string[] = []
  for (const [, isEnd, name, isEmpty] of svg.matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>/g)) {
    if (isEnd) expect(open.pop()).toBe(name)
    else if (!isEmpty) open.push(name!)
  }
  expect(open).toEqual([])
  expect(svg.replace(/<\/?[a-z]+[^<>]*>/g, '')).not.toMatch(/[<>]/)
  expect(svg.replace(/&(amp|lt|gt|quot);/g, '')).not.toContain('&')
  return [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text!)
}

describe('a plot of curves', () => {
  it('has a point for each value, the first on the left, the largest on top', () => {
    const points = [
      [0, 0.5],
      [50, 1],
      [100, 0],
    ] as const
    const svg = linePlot('F1', [{ name: 'champion', points }])
    expect(/points="([^"]*)"/.exec(svg)?.[1]).toBe('64,178 384,40 704,316')
    expect(texts(svg)).toEqual(expect.arrayContaining(['F1', 'events', 'champion', '0.2', '100']))
  })

  it('of nothing, or of one value, is one too', () => {
    for (const points of [[], [[5, 0.5]]] as [number, number][][]) {
      expect(linePlot('F1', [{ name: 'a', points }])).not.toMatch(/NaN|Infinity/)
    }
  })

  it('of any names and values is an SVG without scripts', () => {
    const names = fc.oneof(
      fc.constantFrom(
        '<script>alert(1)</script>',
        '"><svg onload=alert(1)>',
        '&',
        ']]>',
        '\ud800',
        '\0',
      ),
      fc.string({ unit: 'binary' }),
    )
    const points = fc.array(fc.tuple(fc.nat(), fc.double()), { maxLength: 10 })
    const series = fc.array(fc.record({ name: names, points }), { maxLength: 4 })
    const property = fc.property(names, series, (title, series) => {
      const svg = linePlot(title, series)
      texts(svg)
      expect(svg).not.toMatch(/NaN|Infinity|<script/)
      const labels = series.map(({ name }) => name)
      texts(
        matrixPlot(
          title,
          labels,
          labels.map(() => labels.map(() => 1)),
        ),
      )
    })
    fc.assert(property, { numRuns: 500 })
  })
})

describe('a plot of a confusion matrix', () => {
  it('shows each weight, the darker the larger its share of the truth', () => {
    const svg = matrixPlot(
      'Confusion matrix',
      ['ham', 'spam'],
      [
        [9, 1],
        [0, 0],
      ],
    )
    expect(texts(svg)).toEqual(expect.arrayContaining(['ham', 'spam', '9', '1', '0']))
    const shades = [...svg.matchAll(/fill="rgb\(([^)]*)\)"/g)].map(([, shade]) => shade)
    expect(shades).toEqual(['26,128,186', '230,241,247', '255,255,255', '255,255,255'])
  })
})

describe('a curve', () => {
  it('of many points loses detail, not its length', () => {
    const curves = new Curves()
    for (let i = 0; i < 10_000; i++) curves.add('F1', i, i / 10_000)
    const { points } = curves.series[0]!
    expect(points.length).toBeLessThanOrEqual(1000)
    expect(points[0]).toEqual([0, 0])
    expect(points.at(-1)![0]).toBeGreaterThan(9900)
  })
})
