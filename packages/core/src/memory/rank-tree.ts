import { SnapshotError } from '../errors.js'
import { growFloats, growInts } from './grow.js'

/**
 * Numbers in ascending order, in a balanced (AVL) tree of typed arrays: adding, taking out and
 * finding by rank take a time that grows with the logarithm of their count. Each number carries a
 * step; what the sums of steps reach, from the smallest number on, is known at once. Among equal
 * numbers the larger step comes first.
 *
 * A node is a slot from 1 to `count`; slot 0 is nobody. Only numbers and steps are saved.
 */
export class RankTree {
  static readonly id = 'memory.RankTree'
  static readonly state = ['key', 'step', 'count'] as const

  key: Float64Array = new Float64Array(4)
  step: Float64Array = new Float64Array(4)
  count = 0
  private root = 0
  private left: Int32Array = new Int32Array(4)
  private right: Int32Array = new Int32Array(4)
  private height: Int32Array = new Int32Array(4)
  // Of the tree below a node: how many nodes, the sum of their steps, and the largest and the
  // smallest sum on the way.
  private size: Int32Array = new Int32Array(4)
  private sum: Float64Array = new Float64Array(4)
  private high: Float64Array = new Float64Array(4).fill(-Infinity)
  private low: Float64Array = new Float64Array(4).fill(Infinity)

  /** Puts a number in the next slot. */
  add(key: number, step: number): void {
    const slot = this.count + 1
    this.key = growFloats(this.key, slot + 1)
    this.step = growFloats(this.step, this.key.length)
    this.reserve(this.key.length)
    this.key[slot] = key
    this.step[slot] = step
    this.count = slot
    this.link(slot)
  }

  /** Puts another number in a slot. */
  replace(slot: number, key: number): void {
    this.root = this.without(this.root, slot)
    this.key[slot] = key
    this.link(slot)
  }

  /** Takes out what is in a slot; the last slot moves there. */
  take(slot: number): void {
    const last = this.count
    this.root = this.without(this.root, slot)
    if (slot !== last) {
      this.root = this.without(this.root, last)
      this.key[slot] = this.key[last]
      this.step[slot] = this.step[last]
      this.link(slot)
    }
    this.count = last - 1
  }

  /** A slot with this number and step; 0 if there is none. */
  find(key: number, step: number): number {
    let node = this.root
    while (node !== 0 && !(this.key[node] === key && this.step[node] === step)) {
      const down = key < this.key[node] || (key === this.key[node] && step > this.step[node])
      node = down ? this.left[node] : this.right[node]
    }
    return node
  }

  /** The number of that rank; the smallest has rank 0. */
  at(rank: number): number {
    let node = this.root
    let before = this.size[this.left[node]]
    while (rank !== before) {
      node = rank < before ? this.left[node] : this.right[node]
      const below = this.size[this.left[node]]
      before = rank < before ? before - this.size[node] + below : before + 1 + below
    }
    return this.key[node]
  }

  /** The largest sum of the steps of the first so many numbers; -Infinity without numbers. */
  get highest(): number {
    return this.high[this.root]
  }

  /** The smallest such sum. */
  get lowest(): number {
    return this.low[this.root]
  }

  private reserve(room: number): void {
    if (room <= this.size.length) return
    this.left = growInts(this.left, room)
    this.right = growInts(this.right, room)
    this.height = growInts(this.height, room)
    this.size = growInts(this.size, room)
    this.sum = growFloats(this.sum, room)
    this.high = growFloats(this.high, room)
    this.low = growFloats(this.low, room)
  }

  private link(slot: number): void {
    this.left[slot] = 0
    this.right[slot] = 0
    this.measure(slot)
    this.root = this.with(this.root, slot)
  }

  private precedes(a: number, b: number): boolean {
    const { key, step } = this
    if (key[a] !== key[b]) return key[a] < key[b]
    return step[a] === step[b] ? a < b : step[a] > step[b]
  }

  /** The tree below a node, with one more; its new top. */
  private with(node: number, slot: number): number {
    if (node === 0) return slot
    if (this.precedes(slot, node)) this.left[node] = this.with(this.left[node], slot)
    else this.right[node] = this.with(this.right[node], slot)
    return this.balance(node)
  }

  private without(node: number, slot: number): number {
    if (node !== slot) {
      if (this.precedes(slot, node)) this.left[node] = this.without(this.left[node], slot)
      else this.right[node] = this.without(this.right[node], slot)
      return this.balance(node)
    }
    if (this.left[node] === 0) return this.right[node]
    if (this.right[node] === 0) return this.left[node]
    let next = this.right[node]
    while (this.left[next] !== 0) next = this.left[next]
    const rest = this.without(this.right[node], next)
    this.left[next] = this.left[node]
    this.right[next] = rest
    return this.balance(next)
  }

  private balance(node: number): number {
    const { left, right } = this
    const lean = this.lean(node)
    if (lean > 1) {
      if (this.lean(left[node]) < 0) left[node] = this.turnLeft(left[node])
      return this.turnRight(node)
    }
    if (lean < -1) {
      if (this.lean(right[node]) > 0) right[node] = this.turnRight(right[node])
      return this.turnLeft(node)
    }
    this.measure(node)
    return node
  }

  private lean(node: number): number {
    return this.height[this.left[node]] - this.height[this.right[node]]
  }

  private turnLeft(node: number): number {
    const top = this.right[node]
    this.right[node] = this.left[top]
    this.left[top] = node
    this.measure(node)
    this.measure(top)
    return top
  }

  private turnRight(node: number): number {
    const top = this.left[node]
    this.left[node] = this.right[top]
    this.right[top] = node
    this.measure(node)
    this.measure(top)
    return top
  }

  private measure(node: number): void {
    const { size, sum, high, low, height } = this
    const left = this.left[node]
    const right = this.right[node]
    const here = sum[left] + this.step[node]
    size[node] = size[left] + 1 + size[right]
    height[node] = 1 + Math.max(height[left], height[right])
    sum[node] = here + sum[right]
    high[node] = Math.max(high[left], here, here + high[right])
    low[node] = Math.min(low[left], here, here + low[right])
  }

  /** What was restored is put in order anew. */
  checkState(): void {
    const { key, step, count } = this
    const fits = Number.isSafeInteger(count) && count >= 0 && count < key.length
    if (!fits || step.length !== key.length) {
      throw new SnapshotError('an ordered window must have a number and a step in each slot')
    }
    this.reserve(key.length)
    this.root = 0
    for (let slot = 1; slot <= count; slot++) {
      if (!Number.isFinite(key[slot]) || !Number.isFinite(step[slot])) {
        throw new SnapshotError('an ordered window must hold finite numbers', key[slot])
      }
      this.link(slot)
    }
  }
}
