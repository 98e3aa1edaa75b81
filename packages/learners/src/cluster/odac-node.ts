import { math, NO_FLOATS, NO_INTS, type Row, SnapshotError } from '@coelho/core'

/** Of a pair of series: weight, both means, both sums of squares, the sum of products. */
const PAIR = 6

/** The place of a pair among the pairs of so many series, in the order of their names. */
const pairAt = (first: number, second: number, count: number) =>
  (first * (2 * count - first - 1)) / 2 + second - first - 1

/** What tells whether a cluster is to be split, and between which two of its series. */
interface Spread {
  /** Of all pairs, divided by the number of events. */
  readonly mean: number
  readonly nearest: number
  readonly pivots: readonly [number, number]
}

/** A cluster of series in ODAC's tree: it watches its pairs, or has two clusters below it. */
export class OdacNode {
  static readonly id = 'cluster.OdacNode'
  static readonly state = [
    'name',
    'series',
    'children',
    'active',
    'seen',
    'diameter',
    'nextDiameter',
    'bound',
    'moments',
  ] as const

  name = 'ROOT'
  /** The numbers of the features, in the order of their names. */
  series: Int32Array = NO_INTS
  children: OdacNode[] = []
  active = true
  /** The weight of the events since it began to watch. */
  seen = 0
  /** The largest distance between two series (of a single one its variance), and the second. */
  diameter: number = NaN
  nextDiameter: number = NaN
  /** Hoeffding's bound on a difference of distances. */
  bound = 0
  /** By pair of series; of a single series weight, mean and sum of squares. */
  moments: Float64Array = NO_FLOATS
  private spread: Spread | undefined

  /** Begins to watch these series. */
  watch(series: Int32Array): void {
    this.series = series
    const { length } = series
    this.moments = new Float64Array(length > 1 ? ((length * (length - 1)) / 2) * PAIR : PAIR)
  }

  learn(row: Row, weight: number): void {
    const { series, moments } = this
    const { values, width } = row
    this.seen += weight
    if (series.length === 1) {
      const x = series[0] < width ? values[series[0]] : NaN
      if (x === x) addOne(moments, x, weight)
      return
    }
    for (let i = 0, at = 0; i < series.length; i++) {
      const x = series[i] < width ? values[series[i]] : NaN
      for (let j = i + 1; j < series.length; j++, at += PAIR) {
        const y = series[j] < width ? values[series[j]] : NaN
        if (x === x && y === y) addPair(moments, at, x, y, weight)
      }
    }
  }

  /** Works out diameters and bound. */
  measure(confidenceLevel: number): void {
    this.spread = undefined
    this.bound = Math.sqrt(math.log(1 / confidenceLevel) / (2 * this.seen))
    if (this.series.length === 1) {
      const [weight, , squares] = this.moments
      this.diameter = weight > 1 ? squares / (weight - 1) : 0
      return
    }
    this.measurePairs()
  }

  private measurePairs(): void {
    const { series } = this
    let [sum, nearest, farthest, second] = [0, Infinity, -1, -1]
    let pivots: [number, number] = [0, 1]
    for (let i = 0; i < series.length; i++) {
      for (let j = i + 1; j < series.length; j++) {
        const distance = this.distance(i, j)
        sum += distance
        if (distance < nearest) nearest = distance
        if (distance > farthest) {
          second = farthest
          farthest = distance
          pivots = [i, j]
        } else if (distance > second) second = distance
      }
    }
    this.diameter = farthest
    this.nextDiameter = second < 0 ? NaN : second
    this.spread = { mean: sum / this.seen, nearest, pivots }
  }

  /** From 0 for series that go together to 1 for those that go against each other. */
  private distance(first: number, second: number): number {
    const { moments, series } = this
    const at = pairAt(first, second, series.length) * PAIR
    const [squaresX, squaresY] = [moments[at + 3], moments[at + 4]]
    const varied = squaresX > 0 && squaresY > 0
    const corr = varied ? moments[at + 5] / (Math.sqrt(squaresX) * Math.sqrt(squaresY)) : 0
    return Math.sqrt(Math.abs((1 - corr) / 2))
  }

  /** True if its diameter stands out against what the Hoeffding bound allows. */
  mustSplit(tau: number): boolean {
    const { diameter, nextDiameter, bound, spread } = this
    if (!spread || Number.isNaN(nextDiameter)) return false
    if (!(diameter - nextDiameter > bound || tau > bound)) return false
    // River: the mean is the sum of all distances divided by the events, not by the pairs.
    const { nearest, mean } = spread
    return (diameter - nearest) * Math.abs(diameter + nearest - 2 * mean) > bound
  }

  /** Shares its series out between the two that are farthest apart. */
  split(): void {
    const { spread, series, name } = this
    if (!spread) return
    const [a, b] = spread.pivots
    const shares: [number[], number[]] = [[], []]
    for (let i = 0; i < series.length; i++) {
      const toSecond = i === b || (i !== a && this.apart(a, i) >= this.apart(b, i))
      shares[toSecond ? 1 : 0].push(series[i])
    }
    const level = name === 'ROOT' ? 1 : Number(name.slice(name.lastIndexOf('_') + 1)) + 1
    this.children = shares.map((share, i) => {
      const child = new OdacNode()
      child.name = `CH${i + 1}_LVL_${level}`
      child.watch(Int32Array.from(share))
      return child
    })
    this.active = false
    this.moments = NO_FLOATS
    this.spread = undefined
  }

  private apart(a: number, b: number): number {
    return this.distance(Math.min(a, b), Math.max(a, b))
  }

  /** Takes the series of its children back, and begins anew. */
  takeBack(): void {
    this.children = []
    this.active = true
    this.seen = 0
    this.watch(this.series)
  }

  /** Throws if it could not have grown; `width` is how many features there are. */
  check(width: number): void {
    const { series, children, active, moments, seen } = this
    if (children.some((child) => !(child instanceof OdacNode))) {
      throw new SnapshotError('what is below a cluster of series must be clusters')
    }
    const pairs = (series.length * (series.length - 1)) / 2
    const room = active ? Math.max(pairs, 1) * PAIR : 0
    const known = series.every((feature) => feature >= 0 && feature < width)
    const below = children.flatMap((child) => [...child.series])
    const shared = below.length === series.length && series.every((one) => below.includes(one))
    const grown = active ? children.length === 0 : children.length === 2 && shared
    const distinct = new Set(series).size === series.length && series.length > 0
    if (!known || !distinct || !grown || moments.length !== room || !(seen >= 0)) {
      throw new SnapshotError('a cluster of series must watch them, or have two below it')
    }
    if (!/^(ROOT|CH[12]_LVL_\d{1,9})$/.test(this.name)) {
      throw new SnapshotError('a cluster of series must have a name of its level', this.name)
    }
    for (const child of children) {
      // Each level shares out what is above it, so that this comes to an end.
      if (child.series.length >= series.length) throw new SnapshotError('a part must be smaller')
      child.check(width)
    }
  }
}

function addOne(moments: Float64Array, x: number, weight: number): void {
  moments[0] += weight
  const before = moments[1]
  moments[1] += (weight / moments[0]) * (x - before)
  moments[2] += weight * (x - before) * (x - moments[1])
}

/** By Welford's method. */
function addPair(moments: Float64Array, at: number, x: number, y: number, weight: number): void {
  const total = moments[at] + weight
  const share = weight / total
  const fromX = x - moments[at + 1]
  const fromY = y - moments[at + 2]
  moments[at] = total
  moments[at + 1] += share * fromX
  moments[at + 2] += share * fromY
  const leftY = y - moments[at + 2]
  moments[at + 3] += weight * fromX * (x - moments[at + 1])
  moments[at + 4] += weight * fromY * leftY
  moments[at + 5] += weight * fromX * leftY
}
