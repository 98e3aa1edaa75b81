import { compose, type Features, Frame, Schema, snapshot } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OneHotEncoder } from './one-hot-encoder.js'
import { StandardScaler } from './standard-scaler.js'

/** Numbers beside categories; what comes out of the encoder is scaled under so many names. */
function model(room: number, dropZeros: boolean) {
  const schema = new Schema({ maxFeatures: room })
  return new TransformerUnion(
    compose.pipe(new Select('amount', 'items'), new StandardScaler()),
    compose.pipe(
      new Select('shop', 'country'),
      new OneHotEncoder({ dropZeros }),
      new StandardScaler({ schema }),
    ),
  )
}
type Model = ReturnType<typeof model>

const { Pipeline, Select, TransformerUnion } = compose
const learners = [Pipeline, Select, TransformerUnion, OneHotEncoder, StandardScaler] as never
const bytes = (one: Model) => Buffer.from(snapshot.save(one)).toString('base64')
const reloaded = (one: Model): Model => snapshot.load<Model>(snapshot.save(one), { learners })
const outcome = (act: () => unknown) => {
  try {
    return act()
  } catch (error) {
    return String(error)
  }
}

const event: fc.Arbitrary<Features> = fc.oneof(
  { weight: 9, arbitrary: record([]) },
  { weight: 1, arbitrary: record(['amount', 'country']) },
)
function record(optional: string[]): fc.Arbitrary<Features> {
  const all = {
    amount: fc.integer({ min: 0, max: 9 }),
    items: fc.integer({ min: 0, max: 9 }),
    shop: fc.constantFrom('a', 'b', 'c', 'd'),
    country: fc.constantFrom('BR', 'CL', 'UY'),
  }
  const names = Object.keys(all) as (keyof typeof all)[]
  return fc.record(all, { requiredKeys: names.filter((name) => !optional.includes(name)) })
}
const nulls = { amount: null, items: null, shop: null, country: null }
const stream = fc.array(event, { minLength: 10, maxLength: 40 })
const check = (claim: (make: () => Model, events: Features[]) => void) =>
  fc.assert(
    fc.property(stream, fc.constantFrom(3, 5, 100), fc.boolean(), (events, room, dropZeros) =>
      claim(() => model(room, dropZeros), events),
    ),
    { numRuns: 40 },
  )

describe('an encoder in a union of pipelines', () => {
  it('learns, refuses and answers the same whether rows are known or all new to it', () => {
    check((make, events) => {
      const one = make()
      let other = make()
      for (const x of events) {
        const before = bytes(one)
        other = reloaded(other) // it has learned the same, but knows no row
        const refusals = [one, other].map((each) => outcome(() => each.learnOne(x)))
        expect(refusals[1]).toEqual(refusals[0])
        if (refusals[0] !== undefined) expect(bytes(one)).toBe(before)
        expect(bytes(other)).toBe(bytes(one))
        const shown = [one, other].map((each) => outcome(() => each.transformOne(x)))
        expect(shown[1]).toEqual(shown[0])
        expect(bytes(one)).toBe(bytes(other))
      }
    })
  })

  it('learns the same from frames as from objects, or nothing of a frame it refuses', () => {
    check((make, events) => {
      const [one, many] = [make(), make()]
      const xs = events.map((x) => ({ ...nulls, ...x })) // an empty cell of a frame is a null
      for (const part of [xs, xs.slice(0, 9), xs]) {
        const frame = Frame.fromRows(part)
        const before = bytes(many)
        const refused = outcome(() => many.learnMany(frame))
        if (refused !== undefined) {
          expect(bytes(many)).toBe(before)
          return
        }
        for (const x of part) one.learnOne(x)
        expect(xs.map((x) => many.transformOne(x))).toEqual(xs.map((x) => one.transformOne(x)))
        const shown = many.transformMany(frame)
        expect(part.map((_, i) => shown.row(i))).toEqual(part.map((x) => one.transformOne(x)))
      }
    })
  })
})
