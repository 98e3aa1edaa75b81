import { SnapshotError } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { NOMINAL_MULTIWAY, Nodes, NUMERIC_BINARY } from './nodes.js'

const leaf = (name: string) => ({ name })

/** A root with two children, of which the first has three. */
function small(): Nodes<{ name: string }> {
  const nodes = new Nodes<{ name: string }>()
  nodes.addLeaf(leaf('root'), 0)
  nodes.splitInTwo(0, NUMERIC_BINARY, 0, 5, [leaf('a'), leaf('b')])
  const split = { kind: NOMINAL_MULTIWAY, feature: 1, test: 0 }
  nodes.splitInMany(1, split, [0, 1, 2], [leaf('c'), leaf('d'), leaf('e')])
  return nodes
}

describe('the nodes of a tree', () => {
  it('are freed below a branch that becomes a leaf again, and their numbers used again', () => {
    const nodes = small()
    expect(nodes.cut(1, leaf('again'))).toEqual([3, 4, 5])
    expect([nodes.inTree(), nodes.leafCount, nodes.height]).toEqual([[0, 1, 2], 2, 2])
    nodes.checkState()
    expect(nodes.addLeaf(leaf('aside'), 1)).toBe(5)
    expect(nodes.asides()).toEqual([5])
    nodes.cut(0, leaf('root'))
    nodes.splitInTwo(0, NUMERIC_BINARY, 0, 5, [leaf('x'), leaf('y')])
    expect([nodes.firsts[0], nodes.count]).toEqual([1, 6])
    nodes.checkState()
  })

  it('change places with what stands beside the tree', () => {
    const nodes = small()
    const aside = nodes.addLeaf(leaf('alternate'), 1)
    nodes.swap(1, aside)
    expect(nodes.leafAt(1).name).toBe('alternate')
    expect(nodes.subtree(aside)).toEqual([aside, 3, 4, 5])
    nodes.checkState()
    expect(nodes.remove(aside)).toEqual([aside, 3, 4, 5])
    expect([nodes.inTree(), nodes.asides()]).toEqual([[0, 1, 2], []])
    nodes.checkState()
  })

  it('are refused where a way leads back, or to a number that is free', () => {
    const twice = small()
    twice.fans[1]?.children.set([2])
    const back = small()
    back.fans[1]?.children.set([1])
    const free = small()
    free.freeOnes.push(4)
    const unknown = small()
    unknown.freePairs.push(40)
    for (const nodes of [twice, back, free, unknown]) {
      expect(() => nodes.checkState()).toThrow(SnapshotError)
    }
  })
})
