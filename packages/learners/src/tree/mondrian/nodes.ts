import { growFloats, growInts, NO_FLOATS, NO_INTS, random, relayout } from '@coelho/core'
import { checkNodes } from './check-nodes.js'
import { CHILDREN, LINKS, TARGETS } from './layout.js'

/**
 * A Mondrian tree: all its nodes in three flat tables, a row for each. Node 0 is the root, and the
 * two children of a branch stand side by side.
 */
export class MondrianNodes {
  static readonly id = 'tree.mondrian.Nodes'
  static readonly state = [
    'count',
    'width',
    'targets',
    'turns',
    'links',
    'numbers',
    'boxes',
    'rng',
  ] as const
  static readonly parts: readonly unknown[] = [random.Random]

  count = 0
  /** For how many features, and how many numbers about targets, there is room. */
  width = 0
  targets = 0
  /** How many events it has learned. */
  turns = 0
  links: Int32Array = NO_INTS
  numbers: Float64Array = NO_FLOATS
  /** By node the least and the greatest value of each feature; NaN of those it has not met. */
  boxes: Float64Array = NO_FLOATS
  rng: random.Random

  constructor(rng: random.Random = new random.Random(0)) {
    this.rng = rng
  }

  /** How many numbers a node takes. */
  get stride(): number {
    return TARGETS + this.targets
  }

  /** Makes room for so many features and so many numbers about targets. */
  fit(width: number, targets: number): void {
    if (width > this.width) this.widen(width)
    if (targets > this.targets) {
      const stride = TARGETS + Math.max(targets, 2 * this.targets)
      const { count, numbers } = this
      this.numbers = relayout(numbers, count, this.stride, count, stride)
      this.targets = stride - TARGETS
    }
  }

  private widen(needed: number): void {
    const { count, width } = this
    const wide = width === 0 ? needed : Math.max(needed, width + (width >> 1))
    const boxes = relayout(this.boxes, count, 2 * width, count, 2 * wide)
    for (let node = 0; node < count; node++) {
      boxes.fill(NaN, 2 * (node * wide + width), 2 * (node + 1) * wide)
    }
    this.boxes = boxes
    this.width = wide
  }

  /** New leaves that know nothing, side by side: the first of them. */
  add(leaves: number): number {
    const first = this.count
    const count = first + leaves
    this.links = growInts(this.links, count * LINKS)
    this.numbers = growFloats(this.numbers, count * this.stride)
    this.boxes = growFloats(this.boxes, count * 2 * this.width, NaN)
    this.count = count
    return first
  }

  /** Makes a node, which is a leaf, another one of the same kind with the same children. */
  copy(from: number, to: number): void {
    const { links, numbers, boxes, stride, width } = this
    links.copyWithin(to * LINKS, from * LINKS, (from + 1) * LINKS)
    numbers.copyWithin(to * stride, from * stride, (from + 1) * stride)
    boxes.copyWithin(to * 2 * width, from * 2 * width, (from + 1) * 2 * width)
  }

  isLeaf(node: number): boolean {
    return this.links[node * LINKS + CHILDREN] === 0
  }

  /** How many branches the longest path has, and one more for its leaf. */
  get height(): number {
    let height = 0
    let level = this.count > 0 ? [0] : []
    for (; level.length > 0; height++) {
      level = level.flatMap((node) => {
        const first = this.links[node * LINKS + CHILDREN]
        return first === 0 ? [] : [first, first + 1]
      })
    }
    return height
  }

  checkState(): void {
    checkNodes(this)
  }
}
