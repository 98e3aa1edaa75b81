import {
  type Classifier,
  CoelhoError,
  compose,
  Frame,
  InvalidFeatureError,
  InvalidInputError,
  InvalidLabelError,
  InvalidOptionError,
  Schema,
  snapshot,
} from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { GaussianNB } from '../naive-bayes/index.js'
import { StandardScaler } from '../preprocessing/index.js'
import { HoeffdingTreeClassifier } from '../tree/index.js'
import { classifiers, type Event, entries, stream, transformers } from './subjects.test-support.js'

/** A learner in the middle of a stream; `use` are all ways in which an event reaches it. */
interface Subject {
  readonly model: object
  readonly takesCategories: boolean
  readonly uses: readonly ((x: unknown) => unknown)[]
}

function trained(make: () => object): Subject {
  const model = make() as Partial<Classifier> &
    Partial<StandardScaler> & { takesCategories: boolean }
  const { takesCategories } = model
  for (const [x, y] of stream({ seed: 11, count: 120, categories: takesCategories })) {
    model.learnOne?.(x, y)
  }
  const names = ['learnOne', 'predictOne', 'predictProbaOne', 'transformOne'] as const
  const uses = names
    .filter((name) => typeof model[name] === 'function')
    .map((name) => {
      const method = model[name] as (x: unknown, y: string) => unknown
      return (x: unknown) => method.call(model, x, 'red')
    })
  return { model, takesCategories, uses }
}

/** What it throws, after which the model must be what it was, and objects what they were. */
function refusal(model: object, act: () => unknown): CoelhoError {
  const before = snapshot.save(model)
  let refused: unknown
  try {
    act()
  } catch (error) {
    refused = error
  }
  expect(refused).toBeInstanceOf(CoelhoError)
  expect(Buffer.compare(snapshot.save(model), before)).toBe(0)
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(PROTOTYPE)
  return refused as CoelhoError
}

const PROTOTYPE = Object.getOwnPropertyNames(Object.prototype).sort()
const NEVER_VALUES: readonly unknown[] = [
  NaN,
  Infinity,
  -Infinity,
  {},
  { valueOf: () => 1 },
  [],
  [1],
  () => 1,
  Symbol('s'),
  5n,
  new Date(0),
  new Number(5),
  new Map(),
]
const NO_EVENTS: readonly unknown[] = [
  undefined,
  null,
  [],
  [1, 2],
  'text',
  '',
  5,
  true,
  5n,
  () => 1,
  Symbol('s'),
  new Map([['a', 1]]),
  new Set(['a']),
  Float64Array.of(1, 2),
]
const good: Event[0] = { a: 1, b: 2, c: 3, flag: true }

describe.each(entries({ ...classifiers, ...transformers }))('%s', (_, make) => {
  it('refuses values that are no numbers, strings or booleans', () => {
    const { model, uses } = trained(make)
    for (const value of NEVER_VALUES) {
      for (const use of uses) {
        for (const feature of ['c', 'fresh']) {
          const error = refusal(model, () => use({ ...good, [feature]: value }))
          expect(error).toBeInstanceOf(InvalidFeatureError)
          expect(error).toMatchObject({ feature, received: value })
        }
      }
    }
  })

  it('refuses a string where it takes numbers only, or has had numbers so far', () => {
    const { model, takesCategories, uses } = trained(make)
    for (const use of uses) {
      const error = refusal(model, () => use({ ...good, c: 'tall' }))
      expect(error).toMatchObject({ feature: 'c', received: 'tall' })
      expect(error.message).toContain('feature "c" must be a finite number')
      if (!takesCategories) refusal(model, () => use({ ...good, fresh: 'tall' }))
    }
  })

  it('refuses what is no event', () => {
    const { model, uses } = trained(make)
    for (const x of NO_EVENTS) {
      for (const use of uses) {
        const error = refusal(model, () => use(x))
        expect(error).toBeInstanceOf(InvalidInputError)
        expect(error.received).toBe(x)
        expect(error.expected).toBe('an event must be an object of features')
      }
    }
  })

  it('refuses frames that are none', () => {
    const { model } = trained(make)
    const calls = ['learnMany', 'predictMany', 'predictProbaMany', 'transformMany'] as const
    for (const name of calls) {
      const call = (model as Partial<Classifier & StandardScaler>)[name]
      if (!call) continue
      for (const frame of [undefined, null, [good], [], good, 'text']) {
        const many = call as (frame: unknown, y: unknown) => unknown
        const error = refusal(model, () => many.call(model, frame, ['red']))
        expect(error.expected).toBe('many events must come in a Frame')
      }
    }
  })

  it('learns on, after many refusals, as if there had been none', () => {
    const [{ model, uses }, twin] = [trained(make), trained(make)]
    for (const value of NEVER_VALUES) {
      for (const use of uses) refusal(model, () => use({ fresh: 1, other: 'x', a: value }))
    }
    for (const one of [model, twin.model]) {
      for (const [x, y] of stream({ seed: 12, count: 50 })) (one as Classifier).learnOne(x, y)
    }
    expect(snapshot.save(model)).toEqual(snapshot.save(twin.model))
  })
})

const classify = (make: () => object) => trained(make).model as Classifier

describe.each(entries(classifiers))('%s', (_, make) => {
  it('refuses labels that are no strings, finite numbers or booleans', () => {
    const model = classify(make)
    for (const y of [undefined, ...NEVER_VALUES.filter((value) => typeof value !== 'string')]) {
      const error = refusal(model, () => model.learnOne({ ...good, fresh: 1 }, y as never))
      expect(error).toBeInstanceOf(InvalidLabelError)
      expect(error.received).toBe(y)
      const frame = Frame.fromRows([good, { ...good, fresh: 1 }])
      for (const learn of ['learnMany', 'predictThenLearnMany'] as const) {
        refusal(model, () => model[learn](frame, ['red', y] as never))
      }
    }
  })

  it('refuses weights that are negative or no finite numbers', () => {
    const model = classify(make)
    for (const w of [-1, -1e-300, NaN, Infinity, '2', {}, [1], true, 5n]) {
      const error = refusal(model, () => model.learnOne({ fresh: 1 }, 'new', { w: w as never }))
      expect(error).toBeInstanceOf(InvalidOptionError)
      expect(error).toMatchObject({
        option: 'w',
        expected: 'must be a finite number of at least 0',
        received: w,
      })
    }
  })

  it('refuses a frame with fewer or more labels than rows', () => {
    const model = classify(make)
    const frame = Frame.fromRows([good, { ...good, fresh: 1 }])
    for (const y of [[], ['red'], ['red', 'red', 'red'], undefined, null, 5]) {
      for (const learn of ['learnMany', 'predictThenLearnMany'] as const) {
        const error = refusal(model, () => model[learn](frame, y as never))
        expect(error.expected).toBe('2 rows need as many labels')
      }
    }
  })

  it('refuses a frame whose column is of another kind than the feature so far', () => {
    const model = classify(make)
    const frame = Frame.fromRows([{ fresh: 1, c: 'tall' }])
    for (const act of [() => model.learnMany(frame, ['red']), () => model.predictMany(frame)]) {
      expect(refusal(model, act)).toMatchObject({ feature: 'c', received: 'tall' })
    }
  })

  it('takes odd names as ordinary features and labels', () => {
    const odd = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '', '\u0000']
    const model = make()
    const events = Array.from({ length: 700 }, (_, i): Event => {
      const which = odd[i % odd.length]
      const near = (name: string) => (name === which ? 5 : 0) + (((i * 7919) % 100) - 50) / 100
      return [JSON.parse(JSON.stringify(Object.fromEntries(odd.map((n) => [n, near(n)])))), which]
    })
    for (const [x, y] of events) model.learnOne(x, y)
    expect(model.schema.names()).toEqual(expect.arrayContaining(odd))
    const right = events.filter(([x, y]) => model.predictOne(x) === y)
    expect(right.length).toBeGreaterThan(650)
    expect([...model.predictProbaOne(events[0][0]).keys()].sort()).toEqual([...odd].sort())
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(PROTOTYPE)
  })
})

describe('a classifier with weights of a frame', () => {
  it('refuses them if one is wrong, or if they are not as many as the rows', () => {
    const frame = Frame.fromRows([good, { ...good, fresh: 1 }])
    for (const make of [() => new GaussianNB(), () => new HoeffdingTreeClassifier()]) {
      const model = classify(make)
      const learn = (w: unknown) => () => model.learnMany(frame, ['red', 'red'], { w: w as never })
      for (const w of [NaN, -1, [1, NaN], [1, '2'], [1, undefined]]) {
        expect(refusal(model, learn(w))).toMatchObject({ option: 'w' })
      }
      for (const w of [[1], [1, 1, 1], {}, 'w']) {
        expect(refusal(model, learn(w)).expected).toBe('2 rows need as many weights')
      }
      learn(null)()
      learn(undefined)()
      learn([1, 0.5])()
    }
  })

  it('learns nothing from rows of weight 0', () => {
    const [model, twin] = [classify(() => new GaussianNB()), classify(() => new GaussianNB())]
    const frame = Frame.fromRows([good, { ...good, c: 9 }])
    model.learnMany(frame, ['red', 'green'], { w: [1, 0] })
    twin.learnOne(good, 'red')
    expect(snapshot.save(model)).toEqual(snapshot.save(twin))
  })
})

describe('a tree that takes categories', () => {
  it('takes odd ones as categories like any other', () => {
    const odd = ['__proto__', 'constructor', 'toString', '', 'red']
    const model = new HoeffdingTreeClassifier({ gracePeriod: 50, delta: 0.01 })
    for (let i = 0; i < 1000; i++) {
      const kind = odd[i % odd.length]
      model.learnOne({ kind }, i % odd.length < 2)
    }
    expect(odd.map((kind) => model.predictOne({ kind }))).toEqual([true, true, false, false, false])
    expect(model.nBranches).toBe(1)
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(PROTOTYPE)
  })
})

describe('a pipeline', () => {
  const limited = () => {
    const small = new GaussianNB({ schema: new Schema({ maxFeatures: 4 }) })
    return classify(() => new compose.Pipeline(new StandardScaler(), small))
  }

  it('learns nothing in any step from an event that a later step refuses', () => {
    const model = limited()
    const [one, two] = [
      { ...good, fresh: 1 },
      { c: 1, fresh: 2 },
    ]
    for (const act of [() => model.learnOne(one, 'red'), () => model.predictOne(two)]) {
      expect(refusal(model, act).message).toBe(
        'GaussianNB: feature "fresh" is one too many: the schema holds maxFeatures = 4 names.',
      )
    }
  })

  it('learns nothing from a frame whose last row a later step refuses', () => {
    const model = limited()
    const frame = Frame.fromRows([good, { ...good, c: null }, { ...good, fresh: 1 }])
    for (const learn of ['learnMany', 'predictThenLearnMany'] as const) {
      const act = () => model[learn](frame, ['red', 'red', 'red'])
      expect(refusal(model, act)).toMatchObject({ who: 'GaussianNB', feature: 'fresh' })
    }
  })
})

describe('the whole text of a refused event', () => {
  it('says who, what must be true and what came', () => {
    const numeric = classify(() => new GaussianNB())
    const mixed = classify(() => new HoeffdingTreeClassifier())
    const scaler = trained(() => new StandardScaler()).model as StandardScaler
    const texts = [
      refusal(numeric, () => numeric.learnOne({ c: 'tall' }, 'red')),
      refusal(numeric, () => numeric.learnOne({ c: NaN }, 'red')),
      refusal(mixed, () => mixed.learnOne({ c: 'tall' }, 'red')),
      refusal(mixed, () => mixed.learnOne({ fresh: new Date(0) } as never, 'red')),
      refusal(mixed, () => mixed.predictOne({ c: [1, 2] } as never)),
      refusal(mixed, () => mixed.predictProbaOne('text' as never)),
      refusal(mixed, () => mixed.learnOne({ c: 1 }, undefined as never)),
      refusal(mixed, () => mixed.learnOne({ c: 1 }, 'red', { w: -1 })),
      refusal(mixed, () => mixed.learnMany(Frame.fromRows([{ c: 1 }]), [])),
      refusal(scaler, () => scaler.transformOne({ c: Infinity })),
      refusal(scaler, () => scaler.learnMany([{ c: 1 }] as never)),
    ].map((error) => error.message)
    expect(texts).toEqual([
      'GaussianNB: feature "c" must be a finite number, got "tall".',
      'GaussianNB: feature "c" must be a finite number, got NaN.',
      'HoeffdingTreeClassifier: feature "c" must be a finite number, as it was so far, got "tall".',
      'HoeffdingTreeClassifier: feature "fresh" must be a finite number, a string or a boolean, ' +
        'got a Date.',
      'HoeffdingTreeClassifier: feature "c" must be a finite number, a string or a boolean, ' +
        'got [1, 2].',
      'HoeffdingTreeClassifier: an event must be an object of features, got "text".',
      'HoeffdingTreeClassifier: the label must be a string, a finite number or a boolean, ' +
        'got undefined.',
      'HoeffdingTreeClassifier: option "w" must be a finite number of at least 0, got -1.',
      'HoeffdingTreeClassifier: 1 rows need as many labels, got 0.',
      'StandardScaler: feature "c" must be a finite number, got Infinity.',
      'StandardScaler: many events must come in a Frame, got [an object].',
    ])
  })
})
