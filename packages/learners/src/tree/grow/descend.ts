import type { Row } from '@coelho/core'
import { LEAF, NOMINAL_BINARY, type Nodes, NUMERIC_BINARY, NUMERIC_MULTIWAY } from './nodes.js'

/** What the way of an event depends on: how much weight each leaf has seen. */
export interface Weighed {
  readonly totalWeight: number
}

/** The leaf an event ends in; where it has no answer it goes the way of most events. */
export function leafFor<Leaf extends Weighed>(nodes: Nodes<Leaf>, row: Row): Leaf {
  let node = nodes.walk(row)
  while (!nodes.isLeaf(node)) node = nodes.walk(row, heaviestChild(nodes, node))
  return nodes.leafAt(node)
}

/** The child an event goes to from a branch, or -1: one step of `Nodes.walk`. */
export function childFor(nodes: Nodes<object>, row: Row, node: number): number {
  const kind = nodes.kinds[node]
  const x = row.values[nodes.features[node]]
  if (x !== x || kind === LEAF) return -1
  if (kind === NUMERIC_BINARY) return nodes.firsts[node] + Number(x > nodes.tests[node])
  if (kind === NOMINAL_BINARY) return nodes.firsts[node] + Number(x !== nodes.tests[node])
  const code = kind === NUMERIC_MULTIWAY ? Math.floor(x / nodes.tests[node]) : x
  return nodes.fans[node]?.find(code) ?? -1
}

/** The first of the children with the most weight below them. */
export function heaviestChild(nodes: Nodes<Weighed>, node: number): number {
  const fan = nodes.fans[node]
  const first = nodes.firsts[node]
  if (!fan) return weightBelow(nodes, first + 1) > weightBelow(nodes, first) ? first + 1 : first
  let best = fan.children[0]
  let most = -Infinity
  for (let k = 0; k < fan.count; k++) {
    const weight = weightBelow(nodes, fan.children[k])
    if (weight > most) {
      most = weight
      best = fan.children[k]
    }
  }
  return best
}

/** A branch that has kept what it learned knows its weight; else it is that of its leaves. */
function weightBelow(nodes: Nodes<Weighed>, top: number): number {
  const own = nodes.leaves[top]
  if (own) return own.totalWeight
  const fan = nodes.fans[top]
  const first = nodes.firsts[top]
  if (!fan) return weightBelow(nodes, first) + weightBelow(nodes, first + 1)
  let weight = 0
  for (let k = 0; k < fan.count; k++) weight += weightBelow(nodes, fan.children[k])
  return weight
}

/** The path of an event: the node numbers from the root to its leaf. */
export function pathOf(nodes: Nodes<Weighed>, row: Row): number[] {
  const path: number[] = []
  let node = 0
  while (nodes.count > 0) {
    path.push(node)
    if (nodes.isLeaf(node)) break
    const children = Array.from(nodes.children(node))
    const end = nodes.walk(row, node)
    const next =
      end === node ? heaviestChild(nodes, node) : children.find((c) => leadsTo(nodes, c, end))
    node = next as number
  }
  return path
}

function leadsTo(nodes: Nodes<Weighed>, from: number, to: number): boolean {
  const waiting = [from]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node === to) return true
    for (const child of Array.from(nodes.children(node))) waiting.push(child)
  }
  return false
}
