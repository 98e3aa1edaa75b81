import {
  Clusterer,
  compareValues,
  InvalidInputError,
  InvalidOptionError,
  math,
  type Row,
  type Rules,
  SnapshotError,
} from '@coelho/core'
import { OdacNode } from './odac-node.js'

export interface ODACOptions {
  /** The nearer to 1, the smaller is Hoeffding's bound, and the sooner a cluster is split. */
  readonly confidenceLevel: number
  /** After so many events clusters are tested. */
  readonly nMin: number
  /** Below this bound the two largest diameters may be as good as equal. */
  readonly tau: number
}

/** How large the tree of clusters is. */
export interface ODACSummary {
  readonly nClusters: number
  readonly nActiveClusters: number
  readonly height: number
}

/**
 * Clusters the features of a stream, not its events: a tree whose leaves hold series that rise and
 * fall together. A leaf is split when two of its series have come to differ, and its parent takes
 * the series back when the leaf is more mixed than the parent was.
 *
 * The series are the features of the first event; those that come later are not watched. Where a
 * feature is absent, its pairs learn nothing from the event (River fails if it stands alone). An
 * event of weight w counts as w events in the correlations. There is nothing to predict.
 *
 * @example
 * const model = new cluster.ODAC({ nMin: 50 })
 * for (let i = 0; i < 100; i++) {
 *   const wave = Math.sin(i)
 *   model.learnOne({ up: wave, higher: 2 * wave + 1, down: -wave })
 * }
 * model.summary // => { nClusters: 3, nActiveClusters: 2, height: 1 }
 * model.clusters // => [['down'], ['higher', 'up']]
 */
export class ODAC extends Clusterer<ODACOptions> {
  static override readonly id = 'cluster.ODAC'
  static override readonly rules: Rules<ODACOptions> = {
    confidenceLevel: { kind: 'number', default: 0.9, above: 0, below: 1 },
    nMin: { kind: 'integer', default: 100, atLeast: 1 },
    tau: { kind: 'number', default: 0.1, above: 0 },
  }
  static override readonly state = ['root', 'begun', 'untilTest', 'changed'] as const
  static readonly parts: readonly unknown[] = [OdacNode]

  private readonly root: OdacNode = new OdacNode()
  private begun = false
  private untilTest: number = this.options.nMin
  private changed = false

  learnRow(row: Row, weight: number): void {
    if (row.count === 0) return
    this.changed = false
    if (!this.begun) this.begin(row)
    this.untilTest -= 1
    this.visit(this.root, undefined, row, weight)
    if (this.untilTest === 0) this.untilTest = this.options.nMin
  }

  /** Refuses: ODAC clusters features, and has no answer for an event. */
  predictRow(_row: Row): number {
    throw new InvalidInputError(this.who, 'clusters features, not events: read its tree instead')
  }

  /** True if the last event changed the tree. */
  get structureChanged(): boolean {
    return this.changed
  }

  /** How many clusters the tree has, those with others below them included. */
  get nClusters(): number {
    return countClusters(this.root)
  }

  /** How many clusters have none below them. */
  get nActiveClusters(): number {
    return countActive(this.root)
  }

  get height(): number {
    return heightOf(this.root)
  }

  get summary(): ODACSummary {
    const { nClusters, nActiveClusters, height } = this
    return { nClusters, nActiveClusters, height }
  }

  /** The features of each cluster that has none below it. */
  get clusters(): string[][] {
    const namesOf = (node: OdacNode): string[][] =>
      node.active ? [this.namesOf(node)] : node.children.flatMap(namesOf)
    return namesOf(this.root)
  }

  /** The tree as text, diameters with so many decimal places. */
  renderAscii(nDecimalPlaces = 2): string {
    if (!(nDecimalPlaces >= 1 && nDecimalPlaces <= 9 && Number.isInteger(nDecimalPlaces))) {
      const expected = 'must be a whole number from 1 to 9'
      throw new InvalidOptionError(this.who, 'nDecimalPlaces', expected, nDecimalPlaces)
    }
    return this.render(this.root, '', '', nDecimalPlaces).join('\n')
  }

  private begin(row: Row): void {
    const series = row.indices.slice(0, row.count)
    const { schema } = this
    series.sort((a, b) => compareValues(schema.name(a), schema.name(b)))
    this.root.watch(series)
    this.begun = true
    this.changed = true
  }

  /** Lets each active cluster learn; those that are made on the way wait for the next event. */
  private visit(node: OdacNode, parent: OdacNode | undefined, row: Row, weight: number): void {
    if (!node.active) {
      // River: a cluster whose parent takes it back while its twin learns is still visited.
      const { children } = node
      for (let i = 0; i < children.length; i++) this.visit(children[i], node, row, weight)
      return
    }
    node.learn(row, weight)
    if (this.untilTest > 0) return
    const { confidenceLevel, tau } = this.options
    node.measure(confidenceLevel)
    const above = parent?.children.includes(node) ? parent : undefined
    if (above && node.diameter - above.diameter > Math.max(above.bound, node.bound)) {
      above.takeBack()
      this.changed = true
    } else if (node.mustSplit(tau)) {
      node.split()
      this.changed = true
    }
  }

  private namesOf({ series }: OdacNode): string[] {
    return Array.from(series, (feature) => this.schema.name(feature))
  }

  private render(node: OdacNode, ahead: string, below: string, digits: number): string[] {
    const shown = (value: number) => math.roundDecimals(value, digits).toFixed(digits)
    const first = Number.isNaN(node.diameter) ? '<Not calculated>' : shown(node.diameter)
    const second = Number.isNaN(node.nextDiameter) ? '' : ` d2=${shown(node.nextDiameter)}`
    const names = this.namesOf(node).map((name) => `'${name}'`)
    const what = node.active ? `[${names.join(', ')}]` : '[NOT ACTIVE]'
    const line = `${ahead}${node.name} d1=${first}${second} ${what}`
    const last = node.children.length - 1
    const parts = node.children.map((child, i) =>
      i < last
        ? this.render(child, `${below}├── `, `${below}│   `, digits)
        : this.render(child, `${below}└── `, `${below}    `, digits),
    )
    return [line, ...parts.flat()]
  }

  checkState(): void {
    const { root, begun, untilTest, options, schema } = this
    const waits = Number.isInteger(untilTest) && untilTest >= 1 && untilTest <= options.nMin
    if (!waits) throw new SnapshotError('ODAC must test within so many events', untilTest)
    if (begun) root.check(schema.size)
    else if (root.series.length > 0 || root.children.length > 0 || !root.active) {
      throw new SnapshotError('ODAC must know its series once it has begun')
    }
  }
}

function countClusters({ children }: OdacNode): number {
  return children.reduce((sum, child) => sum + countClusters(child), 1)
}

function countActive({ active, children }: OdacNode): number {
  return active ? 1 : children.reduce((sum, child) => sum + countActive(child), 0)
}

function heightOf({ children }: OdacNode): number {
  return children.reduce((most, child) => Math.max(most, heightOf(child) + 1), 0)
}
