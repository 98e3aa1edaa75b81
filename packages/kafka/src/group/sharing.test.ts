import { describe, expect, it } from 'vitest'
import { readShare, readStanding, share, writeShare, writeStanding } from './sharing.js'

const member = (memberId: string, owned = -1, since = 0) => ({ memberId, owned, since })
const partitions = ['events', 'labels'].flatMap((topic) =>
  [0, 1, 2, 3].map((index) => ({ topic, index })),
)

describe('one owner of all partitions', () => {
  const ownerOf = (...members: ReturnType<typeof member>[]) =>
    [...share('single', members, partitions)].filter(([, mine]) => mine.length > 0)

  it('is who had them last', () => {
    const owners = ownerOf(member('a', 3, 1), member('b', 5, 9), member('c'))
    expect(owners).toEqual([['b', partitions]])
  })

  it('is, where nobody had them, who waits longest; then the first by name', () => {
    expect(ownerOf(member('a', -1, 20), member('b', -1, 10))).toEqual([['b', partitions]])
    expect(ownerOf(member('b', -1, 10), member('a', -1, 10))).toEqual([['a', partitions]])
  })
})

describe('partitions that are shared', () => {
  it('go round, and those of one number to one member, whatever their topic', () => {
    const shares = share('partition', [member('b'), member('a'), member('c')], partitions)
    expect(Object.fromEntries(shares)).toEqual({
      a: partitions.filter(({ index }) => index % 3 === 0),
      b: partitions.filter(({ index }) => index % 3 === 1),
      c: partitions.filter(({ index }) => index % 3 === 2),
    })
  })

  it("are each somebody's, and nobody has two more than another", () => {
    for (let members = 1; members < 8; members++) {
      const all = Array.from({ length: members }, (_, i) => member(`m${i}`))
      const shares = [...share('partition', all, partitions.slice(0, 4)).values()]
      expect(shares.flat()).toHaveLength(4)
      const sizes = shares.map(({ length }) => length)
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(2)
    }
  })
})

describe('what members write to each other', () => {
  it('is read as it was written', () => {
    const standing = { owned: 7, since: 1_700_000_000_000 }
    const metadata = writeStanding(['events'], standing)
    expect(readStanding('m', metadata)).toEqual({ memberId: 'm', ...standing })
    expect(readShare(writeShare(partitions))).toEqual(partitions)
    expect(readShare(writeShare([]))).toEqual([])
  })
})
