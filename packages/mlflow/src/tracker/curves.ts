import type { Series } from './plot.js'

/** A curve of more points than this is no clearer. */
const MOST = 1000

/** How values went, by name: beyond a bound every second point of a curve is left out. */
export class Curves {
  private readonly curves: Map<string, [x: number, y: number][]> = new Map()

  add(name: string, x: number, y: number): void {
    const points = this.curves.get(name) ?? []
    points.push([x, y])
    const kept = points.length > MOST ? points.filter((_, i) => i % 2 === 0) : points
    this.curves.set(name, kept)
  }

  get series(): Series[] {
    return Array.from(this.curves, ([name, points]) => ({ name, points }))
  }
}
