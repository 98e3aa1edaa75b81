import { random, SnapshotError } from '@coelho/core'
import {
  CHILDREN,
  FEATURE,
  LINKS,
  MERIT,
  SEEN,
  SHARE,
  TARGETS,
  THRESHOLD,
  TIME,
  TREE_MERIT,
} from './layout.js'
import type { MondrianNodes } from './nodes.js'

/** Rounding of large merits makes shares that are above 1, but never above e / 2. */
const MOST_SHARE = 2

/** Throws unless restored tables are those of one tree, whole and without circles. */
export function checkNodes(nodes: MondrianNodes): void {
  const { count, width, targets, turns, links, numbers, boxes, rng } = nodes
  const sizes = [count, width, targets, turns]
  const isSized =
    sizes.every((size) => Number.isSafeInteger(size) && size >= 0) &&
    links.length >= count * LINKS &&
    numbers.length >= count * (TARGETS + targets) &&
    boxes.length >= count * 2 * width
  if (!isSized) throw new SnapshotError('a Mondrian tree must have a row for each of its nodes')
  if (!(rng instanceof random.Random)) {
    throw new SnapshotError('a Mondrian tree must have a generator')
  }
  if (!isTree(nodes)) throw new SnapshotError('a Mondrian tree must reach each node once')
  for (let node = 0; node < count; node++) {
    if (isPossible(nodes, node)) continue
    throw new SnapshotError('a node of a Mondrian tree must have possible numbers')
  }
}

/** True if a walk from the root meets every node exactly once. */
function isTree({ count, links }: MondrianNodes): boolean {
  const met = new Uint8Array(count)
  const waiting = count > 0 ? [0] : []
  let total = 0
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (met[node] === 1) return false
    met[node] = 1
    total++
    const first = links[node * LINKS + CHILDREN]
    if (first === 0) continue
    if (first < 0 || first + 1 >= count) return false
    waiting.push(first, first + 1)
  }
  return total === count
}

function isPossible(
  { links, numbers, boxes, width, stride }: MondrianNodes,
  node: number,
): boolean {
  const at = node * stride
  const isBranch = links[node * LINKS + CHILDREN] !== 0
  const feature = links[node * LINKS + FEATURE]
  if (isBranch && !(feature >= 0 && feature < width)) return false
  const share = numbers[at + SHARE]
  const finite = [THRESHOLD, MERIT, TREE_MERIT].every((k) => Number.isFinite(numbers[at + k]))
  const fits = share >= 0 && share <= MOST_SHARE && numbers[at + TIME] >= 0
  if (!finite || !fits || !(numbers[at + SEEN] > 0 && numbers[at + SEEN] < Infinity)) return false
  for (let k = TARGETS; k < stride; k++) if (!Number.isFinite(numbers[at + k])) return false
  for (let k = 2 * node * width; k < 2 * (node + 1) * width; k += 2) {
    const isUnknown = boxes[k] !== boxes[k] && boxes[k + 1] !== boxes[k + 1]
    if (!isUnknown && !(boxes[k] <= boxes[k + 1])) return false
  }
  return true
}
