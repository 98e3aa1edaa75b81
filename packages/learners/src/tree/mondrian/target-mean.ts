import type { Knowledge } from './grower.js'
import { MERIT, SEEN, TARGETS } from './layout.js'
import { ascend } from './merits.js'
import type { MondrianNodes } from './nodes.js'

/** Nodes keep the mean of their targets, and are judged by half the squared error. */
export class TargetMean implements Knowledge {
  readonly size = 1
  readonly pureAt = -1
  /** The sum of what was predicted. */
  readonly sum: Float64Array = new Float64Array(1)
  private readonly aimed: Float64Array = new Float64Array(2) // the target and its weight
  private readonly step: number

  constructor(step: number) {
    this.step = step
  }

  /** The target of the row that is learned next. */
  aim(y: number, weight: number): void {
    this.aimed[0] = y
    this.aimed[1] = weight
  }

  /** A fresh leaf has judged nothing: its merits are 0, as all that is new. */
  plant(): void {}

  branch(): void {}

  observe(nodes: MondrianNodes, path: Int32Array, length: number, judged: number): void {
    const [y, weight] = this.aimed
    const { numbers, stride } = nodes
    const change = weight * this.step
    for (let k = 0; k < length; k++) {
      const at = path[k] * stride
      const seen = numbers[at + SEEN] + weight
      const mean = numbers[at + TARGETS]
      const error = mean - y
      if (k < judged) numbers[at + MERIT] -= (change * (error * error)) / 2
      numbers[at + SEEN] = seen
      numbers[at + TARGETS] = mean - (weight / seen) * error
    }
    if (judged > 0) ascend(nodes, path, length)
  }

  mix(nodes: MondrianNodes, path: Int32Array, shares: Float64Array, length: number): void {
    const { numbers, stride } = nodes
    let sum = 0
    for (let k = 0; k < length; k++) sum += shares[k] * numbers[path[k] * stride + TARGETS]
    this.sum[0] += sum
  }

  /** What a node predicts by itself. */
  meanOf({ numbers, stride }: MondrianNodes, node: number): number {
    return numbers[node * stride + TARGETS]
  }

  /** What a node has seen: `mean 12.5 (weight 40)`. */
  describe({ numbers, stride }: MondrianNodes, node: number): string {
    const at = node * stride
    const mean = Number(numbers[at + TARGETS].toPrecision(6))
    return `mean ${mean} (weight ${Number(numbers[at + SEEN].toPrecision(6))})`
  }
}
