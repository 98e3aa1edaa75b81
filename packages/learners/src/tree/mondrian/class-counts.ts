import { growFloats, type Labels, math } from '@coelho/core'
import type { Knowledge } from './grower.js'
import { MERIT, SEEN, TARGETS } from './layout.js'
import type { MondrianNodes } from './nodes.js'
import { branchOdds, freshOdds, weigh } from './odds.js'

/** Merits stop here, so that they can be compared whatever the step is. */
const LEAST = -1e300

export interface ClassOptions {
  readonly step: number
  readonly dirichlet: number
  readonly splitPure: boolean
}

/** Nodes count the classes: each predicts its shares, as if it had seen some of each before. */
export class ClassCounts implements Knowledge {
  /** The sum of what was predicted, by label code. */
  scores: Float64Array = new Float64Array(2)
  private chances: Float64Array = new Float64Array(64)
  private logs: Float64Array = new Float64Array(64)
  private label = 0
  private weight = 1
  private readonly options: ClassOptions
  private readonly labels: Labels

  constructor(options: ClassOptions, labels: Labels) {
    this.options = options
    this.labels = labels
  }

  get size(): number {
    return this.labels.size
  }

  get pureAt(): number {
    return this.options.splitPure ? -1 : TARGETS + this.label
  }

  /** The target of the row that is learned next. */
  aim(label: number, weight: number): void {
    this.label = label
    this.weight = weight
  }

  plant(nodes: MondrianNodes, leaf: number): void {
    freshOdds(nodes, leaf)
  }

  branch(nodes: MondrianNodes, node: number, wasLeaf: boolean): void {
    branchOdds(nodes, node, wasLeaf)
  }

  observe(nodes: MondrianNodes, path: Int32Array, length: number, judged: number): void {
    if (this.chances.length < length) this.makeRoom(path.length)
    const { weight, label, chances, logs } = this
    const { step, dirichlet } = this.options
    const { numbers, stride } = nodes
    const prior = dirichlet * this.labels.size
    const change = weight * step
    for (let k = 0; k < length; k++) {
      const at = path[k] * stride
      const slot = at + TARGETS + label
      const seen = numbers[at + SEEN] + weight
      const count = numbers[slot]
      numbers[at + SEEN] = seen
      numbers[slot] = count + weight
      chances[k] = 1
      logs[k] = 0
      if (k >= judged) continue
      // River: the event counts among those seen already, but not yet for its class.
      const chance = (count + dirichlet) / (seen + prior)
      const log = Math.max(LEAST, change * math.log(chance))
      chances[k] = chance
      logs[k] = log
      numbers[at + MERIT] = Math.max(LEAST, numbers[at + MERIT] + log)
    }
    const fresh = judged < length ? length - 2 : -1
    if (judged > 0) weigh(nodes, path, chances, logs, length, fresh, change)
  }

  private makeRoom(length: number): void {
    this.chances = growFloats(this.chances, length)
    this.logs = growFloats(this.logs, length)
  }

  mix(nodes: MondrianNodes, path: Int32Array, shares: Float64Array, length: number): void {
    const { dirichlet } = this.options
    const { numbers, stride } = nodes
    const classes = this.labels.size
    const counted = Math.min(classes, nodes.targets)
    const { scores } = this
    const prior = dirichlet * classes
    for (let k = 0; k < length; k++) {
      const at = path[k] * stride
      const part = shares[k] / (numbers[at + SEEN] + prior)
      for (let code = 0; code < counted; code++) {
        scores[code] += part * (numbers[at + TARGETS + code] + dirichlet)
      }
      for (let code = counted; code < classes; code++) scores[code] += part * dirichlet
    }
  }

  /** How likely a node by itself holds a class. */
  shareOf({ numbers, stride, targets }: MondrianNodes, node: number, code: number): number {
    const { dirichlet } = this.options
    const at = node * stride
    const count = code < targets ? numbers[at + TARGETS + code] : 0
    return (count + dirichlet) / (numbers[at + SEEN] + dirichlet * this.labels.size)
  }

  /** Forgets what was predicted. */
  clear(): void {
    const classes = this.labels.size
    if (classes > this.scores.length) this.scores = growFloats(this.scores, classes)
    for (let code = 0; code < classes; code++) this.scores[code] = 0
  }

  /** Adds what a tree predicted, as shares of 1 divided by the number of trees, from `at` on. */
  addTo(scores: Float64Array, trees: number, at = 0): void {
    const classes = this.labels.size
    let total = 0
    for (let code = 0; code < classes; code++) total += this.scores[code]
    const scale = 1 / total
    for (let code = 0; code < classes; code++) {
      scores[at + code] += (this.scores[code] * scale) / trees
    }
  }

  /** What a node has seen: `fraud 83.0 %, ok 17.0 % (weight 6)`. */
  describe({ numbers, stride }: MondrianNodes, node: number): string {
    const at = node * stride
    const count = (code: number) => numbers[at + TARGETS + code]
    const codes = Array.from({ length: this.labels.size }, (_, code) => code)
    const met = codes.filter((code) => count(code) > 0).sort((a, b) => count(b) - count(a))
    const shares = met.map((code) => {
      const share = (100 * count(code)) / numbers[at + SEEN]
      return `${String(this.labels.at(code))} ${share.toFixed(1)} %`
    })
    return `${shares.join(', ')} (weight ${Number(numbers[at + SEEN].toPrecision(6))})`
  }
}
