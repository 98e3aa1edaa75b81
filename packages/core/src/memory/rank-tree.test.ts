import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RankTree } from './rank-tree.js'

type Entry = [key: number, step: number]

const entries = fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.constantFrom(1, -1)))

function inOrder(list: readonly Entry[]): Entry[] {
  return [...list].sort(([a, up], [b, down]) => a - b || down - up)
}

function expectToHold(tree: RankTree, list: readonly Entry[]): void {
  const sorted = inOrder(list)
  const sums: number[] = []
  for (const [, step] of sorted) sums.push((sums.at(-1) ?? 0) + step)
  expect(tree.count).toBe(list.length)
  expect(list.map((_, rank) => tree.at(rank))).toEqual(sorted.map(([key]) => key))
  expect(tree.highest).toBe(Math.max(...sums))
  expect(tree.lowest).toBe(Math.min(...sums))
}

describe('numbers in a tree', () => {
  it('are in order, and so are the sums of their steps', () => {
    const law = fc.property(entries, fc.array(fc.nat()), (added, taken) => {
      const tree = new RankTree()
      const list: Entry[] = []
      for (const [key, step] of added) {
        tree.add(key, step)
        list.push([key, step])
      }
      expectToHold(tree, list)
      for (const wish of taken) {
        if (list.length === 0) break
        const [[key, step]] = list.splice(wish % list.length, 1)
        tree.take(tree.find(key, step))
        expectToHold(tree, list)
      }
    })
    fc.assert(law)
  })

  it('are not found where they are not', () => {
    const tree = new RankTree()
    tree.add(2, 1)
    expect([tree.find(2, -1), tree.find(3, 1), tree.find(2, 1)]).toEqual([0, 0, 1])
  })

  it('may come in ascending order by the hundred thousand', () => {
    const tree = new RankTree()
    for (let i = 0; i < 100_000; i++) tree.add(i, 0)
    expect(tree.at(77_777)).toBe(77_777)
    for (let i = 1; i <= 1000; i++) tree.replace(i, -i)
    expect([tree.at(0), tree.at(1000)]).toEqual([-1000, 1000])
  })
})
