import { describe, expect, it } from 'vitest'
import { Majority } from '../base/toys.test-support.js'
import { Pipeline } from '../compose/pipeline.js'
import { classesIn } from './classes-in.js'
import { takeOver } from './copy.js'
import { load } from './load.js'
import { save } from './save.js'

/** A part that reads something of its owner, which is no state of its own. */
class Branch {
  static readonly id = 'test.Branch'
  static readonly state = ['weights', 'below'] as const

  weights: Float64Array = new Float64Array(2)
  below: Branch | null = null
  readonly owner: object

  constructor(owner: object = {}) {
    this.owner = owner
  }
}

describe('a part that takes over what another has learned', () => {
  it('learns on by itself, with what its own owner gave it', () => {
    const owner = {}
    const from = new Branch()
    from.weights = Float64Array.of(1, 2)
    from.below = new Branch()
    const to = new Branch(owner)
    takeOver(to, from)
    from.weights[0] = 9
    expect([...to.weights]).toEqual([1, 2])
    expect(to.below).not.toBe(from.below)
    expect(to.owner).toBe(owner)
  })

  it('must be of the same class', () => {
    class Leaf {
      static readonly id = 'test.Leaf'
    }
    expect(() => takeOver(new Branch(), new Leaf())).toThrow('a part of the same class')
  })
})

describe('the classes in a model', () => {
  it('are all that its snapshot needs', () => {
    const model = new Pipeline(new Majority())
    model.learnOne({ a: 1 }, 'x')
    const learners = classesIn(model)
    expect(learners).toContain(Majority)
    const again = load<typeof model>(save(model), { learners: learners as never })
    expect(again.predictOne({ a: 1 })).toBe('x')
  })

  it('are told once each, those of options, lists and maps included', () => {
    class Holder {
      static readonly id = 'test.Holder'
      static readonly state = ['list', 'map'] as const
      list: Branch[] = [new Branch(), new Branch()]
      map: Map<string, Majority> = new Map([['a', new Majority()]])
    }
    const found = classesIn(new Holder())
    expect(found.filter((cls) => cls === (Branch as never))).toHaveLength(1)
    expect(found).toContain(Majority)
    expect(found).toContain(Holder)
  })
})
