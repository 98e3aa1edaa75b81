import { growFloats, growInts, math, type Row, type Schema } from '@coelho/core'
import { chooseFeature, holds, NamesInOrder, reach, stretch } from './box.js'
import { CHILDREN, FEATURE, LINKS, MERIT, SEEN, SHARE, THRESHOLD, TIME } from './layout.js'
import type { MondrianNodes } from './nodes.js'

/** What a node knows of the targets: the one thing in which the kinds of trees differ. */
export interface Knowledge {
  /** How many numbers it takes. */
  readonly size: number
  /** The number that equals `SEEN` while a node is not to be split; -1: any node may be. */
  readonly pureAt: number
  /** There is a fresh leaf. */
  plant(nodes: MondrianNodes, leaf: number): void
  /** A node, which may have been a leaf, is a branch now over what it was and a fresh leaf. */
  branch(nodes: MondrianNodes, node: number, wasLeaf: boolean): void
  /**
   * Tells the nodes of a path, the first `length`, about a target. The first `judged` also judge
   * it, by which the merits and shares of all follow; 0: merits do not matter.
   */
  observe(nodes: MondrianNodes, path: Int32Array, length: number, judged: number): void
  /** Adds up what the nodes of a path predict, each times its share. */
  mix(nodes: MondrianNodes, path: Int32Array, shares: Float64Array, length: number): void
}

/** A node on the way of a row. */
export interface TracedNode {
  readonly node: number
  /** The part of the prediction that it and the nodes further down make. */
  readonly left: number
}

export interface GrowthOptions {
  readonly useAggregation: boolean
  readonly maxNodes: number | null
}

/**
 * What grows Mondrian trees and asks them. It learns nothing itself, so that one does for all the
 * trees of a forest.
 */
export class Grower {
  private readonly options: GrowthOptions
  private readonly mostNodes: number
  private readonly names: NamesInOrder
  private readonly extent: Float64Array = new Float64Array(1)
  private path: Int32Array = new Int32Array(64)
  private shares: Float64Array = new Float64Array(64)

  constructor(options: GrowthOptions, schema: Schema) {
    this.options = options
    this.mostNodes = options.maxNodes ?? Infinity
    this.names = new NamesInOrder(schema)
  }

  /** Learns a row, whose target `knowledge` was told. */
  learn(nodes: MondrianNodes, row: Row, knowledge: Knowledge): void {
    if (nodes.count === 0) knowledge.plant(nodes, nodes.add(1))
    this.advance(nodes, row, knowledge, this.walk(nodes, row))
  }

  /** Adds up what the nodes on the way of a row predict. */
  predict(nodes: MondrianNodes, row: Row, knowledge: Knowledge): void {
    this.average(nodes, knowledge, this.walk(nodes, row))
  }

  /** Both, in that order, with one walk. */
  predictThenLearn(nodes: MondrianNodes, row: Row, knowledge: Knowledge): void {
    const length = this.walk(nodes, row)
    this.average(nodes, knowledge, length)
    this.advance(nodes, row, knowledge, length)
  }

  /** The way of a row, to be told. */
  trace(nodes: MondrianNodes, row: Row): TracedNode[] {
    const length = this.walk(nodes, row)
    let left = 1
    return Array.from(this.path.subarray(0, length), (node) => {
      const traced = { node, left }
      left *= 1 - this.shareOf(nodes, node)
      return traced
    })
  }

  /** How much of what is left to a branch it predicts itself. */
  private shareOf({ numbers, stride }: MondrianNodes, node: number): number {
    return this.options.useAggregation ? numbers[node * stride + SHARE] : 0
  }

  /** Writes the nodes from the root to the leaf of a row to `path`; says how many they are. */
  private walk(nodes: MondrianNodes, row: Row): number {
    const { values } = row
    const { stride, links, numbers } = nodes
    let { path } = this
    let node = 0
    for (let length = 0; ; ) {
      if (length + 1 >= path.length) path = this.longerPath()
      path[length++] = node
      const first = links[node * LINKS + CHILDREN]
      if (first === 0) return length
      const x = values[links[node * LINKS + FEATURE]]
      if (x === x) node = first + Number(x > numbers[node * stride + THRESHOLD])
      else node = likelier(nodes, first)
    }
  }

  private longerPath(): Int32Array {
    this.path = growInts(this.path, this.path.length + 1)
    return this.path
  }

  private average(nodes: MondrianNodes, knowledge: Knowledge, length: number): void {
    if (this.shares.length < length) this.shares = growFloats(this.shares, this.path.length)
    const { path, shares } = this
    const { stride, numbers } = nodes
    const last = length - 1
    let left = 1 // of the prediction, for the nodes further down
    for (let k = 0; k < last; k++) {
      const share = this.options.useAggregation ? numbers[path[k] * stride + SHARE] : 0
      shares[k] = left * share
      left *= 1 - share
    }
    shares[last] = left
    knowledge.mix(nodes, path, shares, length)
  }

  private advance(nodes: MondrianNodes, row: Row, knowledge: Knowledge, length: number): void {
    const { useAggregation } = this.options
    nodes.fit(row.width, knowledge.size)
    if (nodes.turns === 0) {
      stretch(nodes.boxes, 0, row)
      knowledge.observe(nodes, this.path, length, 0)
    } else {
      const splitAt = this.grow(nodes, row, knowledge, length)
      const isSplit = splitAt > 0
      const all = isSplit ? splitAt + 1 : length
      const judged = isSplit ? splitAt : length
      knowledge.observe(nodes, this.path, all, useAggregation ? judged : 0)
    }
    nodes.turns++
  }

  /**
   * Makes the boxes on a path so large that they hold the row, and splits the first node that is
   * due. Gives the place in the path that its new leaf has; 0 if there is none.
   */
  private grow(nodes: MondrianNodes, row: Row, knowledge: Knowledge, length: number): number {
    const { extent, path, mostNodes } = this
    const { pureAt } = knowledge
    const { stride, numbers, boxes } = nodes
    const width = 2 * nodes.width
    for (let k = firstOutside(nodes, path, length, row); k < length; k++) {
      const node = path[k]
      reach(boxes, node * width, row, extent)
      const at = node * stride
      const isMixed = pureAt < 0 || numbers[at + pureAt] !== numbers[at + SEEN]
      if (extent[0] > 0 && isMixed && nodes.count < mostNodes && this.isDue(nodes, node)) {
        path[k + 1] = this.split(nodes, node, row, knowledge)
        return k + 1
      }
      stretch(boxes, node * width, row)
    }
    return 0
  }

  /** Draws when a row so far outside would split a node: true if it is before it was split. */
  private isDue(nodes: MondrianNodes, node: number): boolean {
    const { numbers, stride, links, rng } = nodes
    const { extent } = this
    const first = links[node * LINKS + CHILDREN]
    const until = first > 0 ? numbers[first * stride + TIME] : Infinity
    const begun = numbers[node * stride + TIME]
    const drawn = rng.random()
    // -ln(1 - u) is never below u: most draws need no logarithm.
    if (begun + drawn / extent[0] > until) return false
    const time = begun - math.log(1 - drawn) / extent[0]
    if (!(time > 0) || extent[0] === Infinity || (first > 0 && !(time < until))) return false
    extent[0] = time
    return true
  }

  /**
   * Puts a branch in the place of a node, which becomes one of its children; the other one is a
   * new leaf for the row. Gives the leaf.
   */
  private split(nodes: MondrianNodes, node: number, row: Row, knowledge: Knowledge): number {
    const time = this.extent[0]
    const { width, rng } = nodes
    const base = node * 2 * width
    const feature = chooseFeature(nodes.boxes, base, row, this.names.get(), rng)
    const x = row.values[feature]
    const highest = nodes.boxes[base + 2 * feature + 1]
    const isAbove = x > highest
    const threshold = isAbove
      ? rng.uniform(highest, x)
      : rng.uniform(x, nodes.boxes[base + 2 * feature])
    const first = nodes.add(2)
    const { stride, links, numbers } = nodes
    const old = first + Number(!isAbove)
    const leaf = first + Number(isAbove)
    nodes.copy(node, old)
    knowledge.branch(nodes, node, nodes.isLeaf(node))
    knowledge.plant(nodes, leaf)
    numbers[old * stride + TIME] = time
    numbers[leaf * stride + TIME] = time
    links[node * LINKS + FEATURE] = feature
    links[node * LINKS + CHILDREN] = first
    numbers[node * stride + THRESHOLD] = threshold
    stretch(nodes.boxes, base, row)
    stretch(nodes.boxes, leaf * 2 * width, row)
    return leaf
  }
}

/**
 * The place of the first node on a path whose box does not hold the row. A box holds those of the
 * nodes below it, so the search can go by halves.
 */
function firstOutside(nodes: MondrianNodes, path: Int32Array, length: number, row: Row): number {
  const { boxes } = nodes
  const width = 2 * nodes.width
  let from = 0
  let to = length
  while (from < to) {
    const middle = (from + to) >> 1
    if (holds(boxes, path[middle] * width, row)) from = middle + 1
    else to = middle
  }
  return from
}

/** River: where the feature is absent the way goes to the child with the greater merit. */
function likelier({ numbers, stride }: MondrianNodes, first: number): number {
  const at = first * stride + MERIT
  return first + Number(numbers[at] < numbers[at + stride])
}
