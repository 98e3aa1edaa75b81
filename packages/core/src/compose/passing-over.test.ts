import { describe, expect, it } from 'vitest'
import { Majority } from '../base/toys.test-support.js'
import { Frame } from '../data/frame.js'
import { type Features, Schema } from '../data/schema.js'
import { InvalidFeatureError } from '../errors.js'
import { load } from '../snapshot/load.js'
import { save } from '../snapshot/save.js'
import { Discard } from './discard.js'
import { FuncTransformer } from './func-transformer.js'
import { Pipeline } from './pipeline.js'
import { Select } from './select.js'
import { TransformerUnion } from './transformer-union.js'

const narrow = () => new Schema({ maxCategories: 3 })
const select = (...keys: string[]) => new Select({ keys, schema: narrow() })
const discard = (...keys: string[]) => new Discard({ keys, schema: narrow() })

function union(...parts: object[]): TransformerUnion {
  const made = new TransformerUnion({ schema: narrow() } as never)
  for (const part of parts) made['append'](part)
  return made
}

const event = (i: number) => ({ id: `user ${i}`, city: ['Porto', 'Faro'][i % 2], n: i })
const events = Array.from({ length: 20 }, (_, i) => event(i))

const firsts: [string, () => Select | Discard | TransformerUnion][] = [
  ['Select', () => select('city', 'n')],
  ['Discard', () => discard('id')],
  ['a union of such', () => union(select('city'), new Pipeline(discard('id', 'city')))],
]

describe('a feature that the first step leaves out', () => {
  it.each(firsts)('may have ever new values: %s', (_, first) => {
    const pipeline = new Pipeline(first(), new Majority())
    for (const x of events) {
      pipeline.predictOne(x)
      pipeline.learnOne(x, x.city)
    }
    expect(pipeline.schema.categoryCount(pipeline.schema.find('id'))).toBe(0)
    expect(pipeline.schema.categories(pipeline.schema.find('city'))).toEqual(['Porto', 'Faro'])
  })

  it.each(firsts)('leaves no trace in what comes out: %s', (_, first) => {
    const alone = first()
    for (const x of events) {
      alone.learnOne(x)
      expect(alone.transformOne(x)).toEqual({ city: x.city, n: x.n })
    }
  })

  it.each(firsts)('may have them in frames: %s', (_, first) => {
    const [many, one] = [
      new Pipeline(first(), new Majority()),
      new Pipeline(first(), new Majority()),
    ]
    for (let from = 0; from < events.length; from += 5) {
      const some = events.slice(from, from + 5)
      const labels = some.map(({ city }) => city)
      many.learnMany(Frame.fromRows(some), labels)
      some.forEach((x, i) => {
        one.learnOne(x, labels[i])
      })
      expect([...many.predictMany(Frame.fromRows(some))]).toEqual(
        some.map((x) => one.predictOne(x)),
      )
    }
    expect(save(many)).toEqual(save(one))
  })

  it.each(firsts)('may have them after it was loaded: %s', (_, first) => {
    const kept = new Pipeline(first(), new Majority())
    for (const x of events) kept.learnOne(x, x.city)
    const learners = [Majority, Pipeline, Select, Discard, TransformerUnion]
    const loaded = load(save(kept), { learners: learners as never }) as typeof kept
    expect(save(loaded)).toEqual(save(kept))
    for (const x of events.map((_, i) => event(100 + i))) {
      loaded.learnOne(x, x.city)
      kept.learnOne(x, x.city)
    }
    expect(save(loaded)).toEqual(save(kept))
  })

  it('is still checked: a list is no value', () => {
    const pipeline = new Pipeline(discard('id'), new Majority())
    for (const x of events) pipeline.learnOne(x, x.city)
    const wrong = { ...event(1), id: ['a'] } as unknown as Features
    expect(() => pipeline.learnOne(wrong, 'Faro')).toThrow(InvalidFeatureError)
  })
})

const long = () => new FuncTransformer({ func: ({ id }: Features) => ({ long: `${id}`.length }) })

describe('a feature that is read', () => {
  const more = (pipeline: Pipeline) => () => {
    for (const x of events) pipeline.learnOne(x as never, x.city as never)
  }

  it.each<[string, () => Pipeline]>([
    ['it is selected', () => new Pipeline(select('id'), new Majority()) as never],
    [
      'another branch reads it',
      () => new Pipeline(union(select('n'), long()), new Majority()) as never,
    ],
  ])('keeps its limit: %s', (_, make) => {
    expect(more(make())).toThrow('feature "id" has maxCategories = 3 categories already')
  })
})
