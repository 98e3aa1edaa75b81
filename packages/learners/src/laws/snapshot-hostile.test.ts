import { compose, SnapshotError, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { GaussianNB } from '../naive-bayes/index.js'
import { StandardScaler } from '../preprocessing/index.js'
import { HoeffdingTreeClassifier } from '../tree/index.js'
import {
  assemble,
  type Parts,
  putTogether,
  seal,
  takeApart,
} from './snapshot-parts.test-support.js'
import { allLearners, stream } from './subjects.test-support.js'

// biome-ignore lint/suspicious/noExplicitAny: the header of a snapshot, to be damaged at any place
type Any = any

const load = (bytes: Uint8Array) => snapshot.load(bytes, { learners: allLearners as never })
const objectOf = (header: Any, id: string): Any =>
  header.objects.find((object: Any) => object.class === id)

/** The bytes of a model after its parts were changed; the checksum fits. */
function forged(model: object, change: (header: Any, arrays: number[][]) => void): Uint8Array {
  const parts: Parts = takeApart(snapshot.save(model) as Uint8Array<ArrayBuffer>)
  change(parts.header, parts.arrays)
  return putTogether(parts)
}

function refusal(bytes: Uint8Array): string {
  try {
    load(bytes)
  } catch (error) {
    if (error instanceof SnapshotError) return error.message
    throw error
  }
  return 'it was loaded'
}

function grownTree(): HoeffdingTreeClassifier {
  const model = new HoeffdingTreeClassifier({ gracePeriod: 20, delta: 0.1, tau: 0.3 })
  for (let i = 0; i < 600; i++) {
    model.learnOne({ shop: 'nsew'[i % 4], n: i % 7 }, i % 4 < 2 ? i % 7 > 3 : i % 4 === 2)
  }
  return model
}

function naiveBayes(): GaussianNB {
  const model = new GaussianNB()
  for (const [x, y] of stream({ seed: 1, count: 20 })) model.learnOne(x, y)
  return model
}

function windows(): compose.Pipeline {
  const scaler = () => new StandardScaler({ windowSize: 3 })
  const model = new compose.Pipeline(scaler(), scaler())
  for (const [x] of stream({ seed: 1, count: 5 })) model.learnOne(x)
  return model
}

const leavesOf = (header: Any) => objectOf(header, 'tree.Nodes').state.leaves

describe('a forged snapshot is refused', () => {
  it('if a length would wrap around to a small one', () => {
    const parts = takeApart(snapshot.save(naiveBayes()) as Uint8Array<ArrayBuffer>)
    const body = snapshot.save(naiveBayes()).subarray(-8 * parts.arrays.flat().length)
    for (const length of [2 ** 29, 2 ** 32, 2 ** 53 - 1, -1, 0.5, 1e300, '1', null]) {
      ;(parts.header.buffers[0] as unknown[])[1] = length
      expect(refusal(assemble(parts.header, body))).toMatch(
        /^snapshot: a buffer reaches beyond the end: the file was cut off, got /,
      )
    }
  })

  it('if its header is nested so deep that a stack could run over', () => {
    const deep = `${'['.repeat(100_000)}1${']'.repeat(100_000)}`
    const text = `{"format":1,"root":0,"objects":${deep},"buffers":[]}`
    const room = assemble('x'.repeat(text.length - 2), new Uint8Array(0))
    room.set(new TextEncoder().encode(text), 32)
    expect(refusal(seal(room))).toMatch('snapshot: an object was expected, got ')
    const nested = (depth: number): unknown =>
      depth === 0 ? 1 : { $: 'list', values: [nested(depth - 1)] }
    const listed = forged(windows(), (parts) => {
      objectOf(parts, 'compose.Pipeline').state.names = nested(200)
    })
    expect(refusal(listed)).toBe('snapshot: values are nested too deep.')
  })

  it('if an object holds itself, or a part belongs to two', () => {
    const cycle = forged(windows(), (header) => {
      objectOf(header, 'compose.Pipeline').state.list.values[1] = { $: 'object', id: 0 }
    })
    expect(refusal(cycle)).toBe('snapshot: an object must not hold itself.')
    const shared = forged(windows(), (header) => {
      const scalers = header.objects.filter((o: Any) => o.class === 'preprocessing.StandardScaler')
      scalers[1].state.window = scalers[0].state.window
    })
    expect(refusal(shared)).toMatch('snapshot: a part must belong to one object, got ')
  })

  it('if two fields share an array, or something is left over', () => {
    const shared = forged(naiveBayes(), (header) => {
      const { state } = objectOf(header, 'naiveBayes.GaussianNB')
      state.mean = state.spread
    })
    expect(refusal(shared)).toBe('snapshot: an array must have a buffer of its own, got 3.')
    const more = forged(naiveBayes(), (header) => header.objects.push({ class: 'Labels', own: [] }))
    expect(refusal(more)).toBe('snapshot: objects or buffers are left over.')
  })

  it('if it names a class that was not given, or a part out of its place', () => {
    const named = (id: string) =>
      forged(naiveBayes(), (header) => {
        objectOf(header, 'naiveBayes.GaussianNB').class = id
      })
    const unknown = 'snapshot: it needs a class that is not among the given learners, got '
    for (const id of ['Function', 'constructor', '__proto__', 'naiveBayes.MultinomialNB']) {
      expect(refusal(named(id))).toBe(`${unknown}"${id}".`)
    }
    expect(refusal(named('tree.ClassTree'))).toBe(
      'snapshot: a part must stand in its place, got "tree.ClassTree".',
    )
    expect(() => snapshot.load(snapshot.save(grownTree()), { learners: [GaussianNB] })).toThrow(
      `${unknown}"tree.HoeffdingTreeClassifier".`,
    )
  })

  it('if options are unknown, out of bounds, or no names at all', () => {
    const options = (entries: unknown) =>
      forged(grownTree(), (header) => {
        objectOf(header, 'tree.HoeffdingTreeClassifier').options = { $: 'record', entries }
      })
    expect(refusal(options([['gracePeriod', -1]]))).toBe(
      'snapshot: refused: HoeffdingTreeClassifier: option "gracePeriod" must be a finite number ' +
        'of above 0, got -1.',
    )
    expect(refusal(options([['__proto__', 1]]))).toMatch('option "__proto__" is unknown')
    const hostile = { $: 'record', entries: [['toString', 1]] }
    expect(refusal(options([[hostile, 1]]))).toBe(
      'snapshot: a record must have strings as its names, got an object.',
    )
  })

  it('if a tree is no tree: leaves that are none, branches without children, loops', () => {
    const record = { $: 'record', entries: [['depth', 0]] }
    const tree = (change: (header: Any, arrays: number[][]) => void) =>
      refusal(forged(grownTree(), change))
    const noTree = 'snapshot: the nodes of a tree must form one tree.'
    const strangers = 'snapshot: a tree must know the features and labels of its nodes.'
    const unknown = 'snapshot: a tree must know which classes it has learned.'
    const leaves = (header: Any) => {
      const state = objectOf(header, 'tree.Nodes').state
      const { count } = state
      state.leaves = { $: 'list', values: Array(count).fill(record) }
    }
    expect(tree(leaves)).toBe(strangers)
    const lone = forged(new HoeffdingTreeClassifier(), (header, arrays) => {
      const { state } = objectOf(header, 'tree.Nodes')
      state.count = 1
      state.leaves = { $: 'list', values: [record] }
      state.fans = { $: 'list', values: [null] }
      arrays[state.depths.buffer][0] = 0
    })
    expect(refusal(lone)).toBe(unknown)
    const fan = (header: Any, arrays: number[][]) => {
      const { columns } = objectOf(header, 'tree.Nodes').state.fans
      arrays[columns.count.array.buffer][0] = 0.5
    }
    expect(tree(fan)).toBe('snapshot: a branch must have a child for each of its categories.')
    const loop = (header: Any, arrays: number[][]) => {
      const { columns } = objectOf(header, 'tree.Nodes').state.fans
      arrays[columns.children.array.buffer][0] = 0
    }
    expect(tree(loop)).toBe(noTree)
    const counts = (header: Any) => {
      objectOf(header, 'tree.SizeLimit').state.activeLeaves = 1e9
    }
    expect(tree(counts)).toBe('snapshot: a tree must know how many leaves it has.')
    const numbers = (header: Any) => {
      objectOf(header, 'Schema').own.categories = [null, null]
    }
    expect(tree(numbers)).toBe(strangers)
    const labels = (header: Any) => {
      objectOf(header, 'Labels').own = []
    }
    expect(tree(labels)).toBe(unknown)
  })

  it('if the tables of a leaf do not fit their counts', () => {
    const change = (table: string, field: string, value: number) =>
      refusal(
        forged(grownTree(), (header, arrays) => {
          const { columns } = leavesOf(header)
          const list = columns[table].columns ?? columns[table]
          const column = list[field]
          arrays[(column.array ?? column).buffer].fill(value)
        }),
      )
    expect(change('numeric', 'width', 2 ** 53)).toBe(
      'snapshot: a numeric table must have a row per class.',
    )
    expect(change('numeric', 'count', 0.5)).toBe(
      'snapshot: a numeric table must have a row per class.',
    )
    expect(change('nominal', 'rows', 2 ** 40)).toBe(
      'snapshot: a nominal table must have its columns end to end.',
    )
    expect(change('nominal', 'sizes', 2 ** 30)).toBe(
      'snapshot: a nominal table must have its columns end to end.',
    )
    expect(change('classes', 'count', 1e9)).toBe(
      'snapshot: the classes of a leaf must each have one place.',
    )
  })

  it('if the tables of naive Bayes or a window ask for more room than there is', () => {
    const bayes = forged(new GaussianNB(), (header) => {
      objectOf(header, 'naiveBayes.GaussianNB').state.width = 2 ** 53 - 1
    })
    expect(refusal(bayes)).toBe('snapshot: the tables of GaussianNB must have a row per class.')
    for (const [field, value] of [
      ['room', 2 ** 40],
      ['room', -1],
      ['room', 0.5],
    ] as const) {
      const window = forged(windows(), (header) => {
        objectOf(header, 'preprocessing.WindowedMoments').state[field] = value
      })
      expect(refusal(window)).toBe('snapshot: the windows of StandardScaler must fit their size.')
    }
  })
})
