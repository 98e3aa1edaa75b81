import {
  Configured,
  type Features,
  growFloats,
  InvalidFeatureError,
  InvalidInputError,
  InvalidOptionError,
  NO_FLOATS,
  type Rules,
  SnapshotError,
} from '@coelho/core'

export interface SkylineOptions {
  /** The features of which less is better. */
  readonly minimize: readonly string[]
  /** The features of which more is better. */
  readonly maximize: readonly string[]
}

/**
 * The events that no other one beats: none is at least as good in everything that counts and
 * better in something. They are the events a choice is made from, however its aims are weighed.
 *
 * It keeps every such event, and there may be as many as came.
 *
 * @example
 * const skyline = new misc.Skyline({ minimize: ['price'], maximize: ['size'] })
 * skyline.update({ price: 300, size: 80 })
 * skyline.update({ price: 320, size: 70 })
 * skyline.update({ price: 250, size: 60 })
 * Array.from(skyline) // => [{ price: 300, size: 80 }, { price: 250, size: 60 }]
 */
export class Skyline extends Configured<SkylineOptions> implements Iterable<Features> {
  static override readonly id = 'misc.Skyline'
  static override readonly rules: Rules<SkylineOptions> = {
    minimize: { kind: 'strings', default: [] },
    maximize: { kind: 'strings', default: [] },
  }
  static override readonly state: readonly string[] = ['points']

  private points: Features[] = []
  /** For each point what counts, turned so that less is better: `names.length` numbers. */
  private costs: Float64Array = NO_FLOATS
  private readonly names: readonly string[]
  private readonly candidate: Float64Array

  constructor(given: Partial<SkylineOptions> = {}) {
    super(given)
    const { minimize, maximize } = this.options
    this.names = [...minimize, ...maximize]
    this.candidate = new Float64Array(this.names.length)
    if (this.names.length > 0) return
    const expected = 'must name a feature if maximize does not'
    throw new InvalidOptionError(this.who, 'minimize', expected, minimize)
  }

  /** Takes an event in, unless one that is there beats it; those that it beats leave. */
  update(x: Features): void {
    this.check(x)
    this.measure(x, this.candidate, 0)
    const width = this.names.length
    const { points, costs, candidate } = this
    let kept = 0
    for (let place = 0; place < points.length; place++) {
      const from = place * width
      const verdict = compare(candidate, costs, from)
      if (verdict > 0) return // what is beaten beats none: nothing has been moved yet
      if (verdict < 0) continue
      if (kept < place) {
        points[kept] = points[place]
        costs.copyWithin(kept * width, from, from + width)
      }
      kept += 1
    }
    points.length = kept
    points.push({ ...x })
    this.costs = growFloats(this.costs, (kept + 1) * width)
    this.costs.set(candidate, kept * width)
  }

  private check(x: Features): void {
    if (typeof x !== 'object' || x === null || Array.isArray(x)) {
      throw new InvalidInputError(this.who, 'an event must be an object of features', x)
    }
    for (const [name, value] of Object.entries(x)) {
      const kind = typeof value
      const isPlain = kind === 'string' || kind === 'boolean' || value === null
      if (isPlain || value === undefined || Number.isFinite(value)) continue
      throw new InvalidFeatureError(
        this.who,
        name,
        'must be a number, a string or a boolean',
        value,
      )
    }
    for (const name of this.names) {
      const value = Object.hasOwn(x, name) ? x[name] : undefined
      if (typeof value === 'number') continue
      throw new InvalidFeatureError(this.who, name, 'must be a finite number', value)
    }
  }

  private measure(x: Features, costs: Float64Array, from: number): void {
    const { names } = this
    const { length: minimized } = this.options.minimize
    for (let k = 0; k < names.length; k++) {
      const value = x[names[k]] as number
      costs[from + k] = k < minimized ? value : -value
    }
  }

  /** How many events there are. */
  get length(): number {
    return this.points.length
  }

  /** The events, in the order in which they came. */
  [Symbol.iterator](): IterableIterator<Features> {
    return this.points.map((point) => ({ ...point }))[Symbol.iterator]()
  }

  checkState(): void {
    const { points, names } = this
    if (!Array.isArray(points)) throw new SnapshotError('a skyline must be a list of events')
    const width = names.length
    this.costs = growFloats(this.costs, points.length * width)
    points.forEach((point, place) => {
      this.check(point)
      this.measure(point, this.costs, place * width)
    })
  }
}

/** Below 0 if the first beats the point at `from`, above 0 if it is beaten, else 0. */
function compare(one: Float64Array, costs: Float64Array, from: number): number {
  let better = false
  let worse = false
  for (let k = 0; k < one.length; k++) {
    if (one[k] < costs[from + k]) better = true
    else if (one[k] > costs[from + k]) worse = true
    if (better && worse) return 0
  }
  return better ? -1 : worse ? 1 : 0
}
