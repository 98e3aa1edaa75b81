import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { R2 } from '../metrics/regression/r2.js'
import { load, save } from '../snapshot/index.js'
import { Mean, Var } from '../stats/index.js'
import { Rolling } from './rolling.js'
import { TimeRolling } from './time-rolling.js'

/** Keeps a list of what it was given, and takes back only that. */
class Diary {
  static readonly id = 'test.Diary'
  static readonly state = ['pages'] as const
  static readonly rules = {}
  readonly options = {}
  pages: string[] = []

  update(...args: unknown[]): void {
    if (args.includes('refused')) throw new Error('refused')
    this.pages.push(page(args))
  }

  revert(...args: unknown[]): void {
    const place = this.pages.indexOf(page(args))
    if (place < 0) throw new Error(`never given: ${page(args)}`)
    this.pages.splice(place, 1)
  }

  get(): string[] {
    return [...this.pages].sort()
  }
}

const page = (args: unknown[]) =>
  JSON.stringify(args, (_, value) => {
    if (value instanceof Map) return { map: [...value] }
    if (Object.is(value, -0)) return '-0'
    return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
  })

const number = fc.oneof(fc.integer(), fc.double(), fc.constant(-0))
const label = fc.constantFrom<unknown>('a', 'b', true, false, 1, 2.5)
const w = fc.record({ w: fc.constantFrom(1, 2, 0.5) })
const anything = fc.oneof(
  number,
  label,
  w,
  fc.constantFrom(null, undefined),
  fc.record({ w: fc.constantFrom(1, 'x'), other: fc.integer() }, { requiredKeys: [] }),
  fc.array(fc.integer(), { maxLength: 3 }),
  label.map((key) => new Map([[key, { deep: [1] }]])),
)
const optional = (value: fc.Arbitrary<unknown>) => fc.oneof(fc.constant([]), fc.tuple(value))
/** The kinds of arguments that are kept in typed arrays, and all others, also mixed. */
const kinds: fc.Arbitrary<unknown[]>[] = [
  fc.tuple(number),
  fc.tuple(number, number),
  fc.tuple(label, label),
  fc.tuple(label, number),
  fc.tuple(fc.tuple(number, number), optional(w)).map(([pair, more]) => [...pair, ...more]),
  fc.tuple(fc.tuple(label, number), optional(w)).map(([pair, more]) => [...pair, ...more]),
  fc.array(anything, { maxLength: 6 }),
]
const trimmed = (args: unknown[]) => {
  const last = args.findLastIndex((arg) => arg !== undefined)
  return args.slice(0, last + 1)
}
const streams = fc.oneof(...kinds.map((kind) => fc.array(kind.map(trimmed), { maxLength: 40 })))
const sizes = fc.integer({ min: 1, max: 9 })
const learners = [Rolling, TimeRolling, Diary, Mean, Var] as never

describe('a window of so many updates', () => {
  it('takes back exactly what it was given, whatever it was', () => {
    const law = fc.property(streams, sizes, fc.nat(40), (stream, windowSize, cut) => {
      let rolling = new Rolling({ cls: Diary, windowSize })
      stream.forEach((args, i) => {
        if (i === cut) rolling = load<typeof rolling>(save(rolling), { learners })
        rolling.update(...args)
      })
      expect(rolling.get()).toEqual(stream.slice(-windowSize).map(page).sort())
      expect(rolling.length).toBe(Math.min(stream.length, windowSize))
    })
    fc.assert(law, { numRuns: 300 })
  })

  it('is as it was when the class refuses', () => {
    const law = fc.property(streams, sizes, (stream, windowSize) => {
      const rolling = new Rolling({ cls: Diary, windowSize })
      for (const args of stream) rolling.update(...args)
      const before = rolling.get()
      expect(() => rolling.update('refused')).toThrow('refused')
      expect(() => rolling.tryOut('refused')).toThrow('refused')
      expect(rolling.get()).toEqual(before)
      rolling.update(5)
      expect(rolling.length).toBe(Math.min(stream.length + 1, windowSize))
    })
    fc.assert(law)
  })

  it('takes six arguments at most', () => {
    const rolling = new Rolling({ cls: Diary, windowSize: 2 })
    rolling.update(1, 2, 3, 4, 5, 6)
    const text = 'Rolling: an update must have at most 6 arguments, got 7.'
    expect(() => rolling.update(1, 2, 3, 4, 5, 6, 7)).toThrow(text)
    expect(rolling.get()).toEqual(['[1,2,3,4,5,6]'])
  })

  it('forgets a number that was far larger than those after it', () => {
    const rolling = new Rolling({ cls: Var, windowSize: 20 })
    const timed = new TimeRolling({ cls: Var, period: 20 })
    const anew = new Var()
    for (let i = 0; i < 60; i++) {
      const x = i === 3 ? 1e12 : (i * 37) % 11
      rolling.update(x)
      timed.update(x, { t: i })
      if (i >= 40) anew.update(x)
    }
    expect(rolling.get()).toBeCloseTo(anew.get(), 9)
    expect(timed.get()).toBeCloseTo(anew.get(), 9)
  })

  it('forgets it when what is computed holds squares', () => {
    const rolling = new Rolling({ cls: R2, windowSize: 20 })
    const anew = new R2()
    for (let i = 0; i < 60; i++) {
      const x = i === 3 ? 1e12 : ((i * 37) % 11) / 1e6
      rolling.update(x, 0)
      if (i >= 40) anew.update(x, 0)
    }
    expect(rolling.get()).toBeCloseTo(anew.get(), 9)
  })

  it('does not drift in many turns', () => {
    const rolling = new Rolling({ cls: Mean, windowSize: 16 })
    for (let i = 0; i < 200_000; i++) rolling.update(((i * 7919) % 1009) / 1009)
    const anew = new Mean()
    for (let i = 199_984; i < 200_000; i++) anew.update(((i * 7919) % 1009) / 1009)
    expect(Math.abs(rolling.get() - anew.get())).toBeLessThan(1e-14)
  })

  it('cannot be built from an object together with a class or its options', () => {
    const make = (given: object) => () => new Rolling({ windowSize: 2, ...given } as never)
    expect(make({ obj: new Var(), cls: Var })).toThrow(
      'Rolling: option "cls" cannot be given together with "obj", got the function Var.',
    )
    expect(make({ obj: new Var(), ddof: 0 })).toThrow(
      'Rolling: option "ddof" goes to a class, and cannot be given together with "obj".',
    )
  })
})

describe('a window of time', () => {
  const times = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 40, maxLength: 40 })

  it('takes back exactly what it was given, however late it came', () => {
    const plain = streams.filter((stream) =>
      stream.every((args) => args.length < 6 && args.every((arg) => arg !== undefined)),
    )
    const law = fc.property(plain, times, sizes, fc.nat(40), (stream, late, period, cut) => {
      let rolling = new TimeRolling({ cls: Diary, period })
      let kept: [number, string][] = []
      let latest = -Infinity
      stream.forEach((args, i) => {
        if (i === cut) rolling = load<typeof rolling>(save(rolling), { learners })
        const t = i - Math.max(0, late[i] - 20)
        const named = isNamed(args.at(-1)) ? (args.at(-1) as object) : undefined
        const values = named ? args.slice(0, -1) : args
        rolling.update(...values, { ...named, t })
        kept.push([t, page(named && Object.keys(named).length > 0 ? args : values)])
        if (t <= latest) return
        latest = t
        kept = kept.filter(([time]) => time > t - period)
      })
      expect(rolling.get()).toEqual(kept.map(([, text]) => text).sort())
      expect(rolling.length).toBe(kept.length)
    })
    fc.assert(law, { numRuns: 300 })
  })

  it('has no room for a time that is none, and stays as it was', () => {
    const rolling = new TimeRolling({ cls: Diary, period: 5 })
    rolling.update('a', { t: new Date(3) })
    for (const bad of [undefined, 7, null, { t: '3' }, { t: Infinity }]) {
      expect(() => rolling.update('b', bad as never)).toThrow('the time t must be a Date or')
      expect(() => rolling.tryOut('b', bad as never)).toThrow('the time t must be a Date or')
    }
    expect(() => rolling.tryOut('refused', { t: 4 })).toThrow('refused')
    expect(rolling.get()).toEqual(['["a"]'])
  })
})

function isNamed(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map)
  )
}

describe('a snapshot of a window that is not possible', () => {
  const window = (columns: unknown[]) => {
    const rolling = new Rolling({ cls: Mean, windowSize: 3 })
    for (const x of [1, 2, 3, 4]) rolling.update(x)
    Object.assign((rolling as unknown as { window: object }).window, ...columns)
    return () => load(save(rolling), { learners })
  }

  it('is refused', () => {
    expect(window([{}])).not.toThrow()
    const columns = (first: unknown) => [first, null, null, null, null, null, null]
    for (const change of [
      { count: 5 },
      { count: -1 },
      { count: 1.5 },
      { first: 4 },
      { first: -1 },
      { largest: Number.NaN },
      { columns: [] },
      { columns: columns(new Float64Array(2)) },
      { columns: columns([1, 2, 3, 4]) },
      { columns: columns(null) },
      { kinds: new Uint8Array(3) },
      { kinds: Uint8Array.of(9, 0, 0, 0, 0, 0, 0) },
    ]) {
      expect(window([change]), JSON.stringify(change)).toThrow('snapshot: ')
    }
  })

  it('is refused if its times are not in order', () => {
    const timed = new TimeRolling({ cls: Mean, period: 10 })
    for (const t of [1, 2, 3]) timed.update(t, { t })
    const { window } = timed as unknown as { window: { columns: Float64Array[] } }
    window.columns[6][0] = 7
    expect(() => load(save(timed), { learners })).toThrow('in the order of their times')
    window.columns[6][0] = 1
    Object.assign(timed, { latest: 2 })
    expect(() => load(save(timed), { learners })).toThrow('must know its latest time, got 2.')
  })
})
