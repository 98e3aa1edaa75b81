import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidOptionError, SnapshotError } from '../errors.js'
import { Random } from './random.js'

const range = (n: number) => Array.from({ length: n }, (_, i) => i)

/** Calls in a row on one generator, as CPython 3.11.7 answered them. */
const CALLS: [keyof Random, unknown[]][] = [
  ['random', []],
  ['randint', [1, 6]],
  ['randint', [0, 2 ** 52]],
  ['randint', [-(2 ** 53 - 1), 2 ** 53 - 1]],
  ['randrange', [100]],
  ['randrange', [-20, 20]],
  ['randrange', [50, -50, -7]],
  ['getrandbits', [7]],
  ['getrandbits', [53]],
  ['choice', ['abcdefgh']],
  ['choices', ['abcdefgh']],
  ['sample', [range(30), 4]],
  ['sample', [range(9), 9]],
  ['uniform', [-3, 7.5]],
  ['triangular', [0, 10]],
  ['triangular', [0, 10, 2]],
  ['gauss', [0, 1]],
  ['gauss', [2, 0.5]],
  ['normalvariate', [5, 3]],
  ['lognormvariate', [0, 1]],
  ['expovariate', [0.2]],
  ['betavariate', [2, 5]],
  ['gammavariate', [0.3, 2]],
  ['gammavariate', [1, 2]],
  ['gammavariate', [4, 1.5]],
  ['vonmisesvariate', [-1, 4]],
  ['paretovariate', [3]],
  ['weibullvariate', [1, 1.5]],
  ['random', []],
]

const ANSWERS: [number | bigint, unknown[]][] = [
  [
    42,
    [
      0.6394267984578837,
      1,
      2477245831987451,
      -4986193985848431,
      17,
      -14,
      -20,
      94,
      4912226647794000,
      'b',
      ['e'],
      [1, 0, 2, 6],
      [3, 0, 4, 1, 6, 8, 7, 5, 2],
      5.49901979511718,
      0.5700333182394262,
      6.058622086963067,
      -0.2919520493500683,
      1.567983167608756,
      4.073049397777334,
      2.5158417153799992,
      6.541702152231334,
      0.3391194374135158,
      0.8823995611743722,
      0.5172779406943308,
      4.272554578290455,
      5.092691473928179,
      1.400148485186736,
      0.5905886809597916,
      0.37018096711688264,
    ],
  ],
  [
    -7,
    [
      0.32383276483316237,
      2,
      652444394356688,
      646396105394213,
      12,
      3,
      -13,
      7,
      4570574959566228,
      'd',
      ['a'],
      [13, 2, 7, 17],
      [6, 0, 8, 4, 7, 1, 2, 5, 3],
      -2.4793122094073996,
      3.3247693413051103,
      4.044598404386771,
      0.6982375939682348,
      2.3869599460118183,
      5.487998088893374,
      1.3841347048648804,
      0.5438076429991232,
      0.49782733697320053,
      0.42116897794769204,
      1.3720035204312853,
      6.295156114527332,
      4.8426322536603115,
      1.099873816585068,
      0.339901853445877,
      0.7798296305842437,
    ],
  ],
  [
    9223372036854775783n,
    [
      0.5305051921527407,
      6,
      2584543635292366,
      -812768023565944,
      9,
      -10,
      -13,
      75,
      4594203090724917,
      'f',
      ['f'],
      [12, 1, 28, 16],
      [3, 0, 4, 8, 7, 1, 2, 5, 6],
      -2.110801502534426,
      6.880812054249411,
      4.958038218093894,
      0.42909173775970594,
      2.6454417509839603,
      4.588270913716887,
      0.5325100793479357,
      21.86730334225346,
      0.44890474748365317,
      0.06933829889224517,
      0.0689775908019533,
      5.564597352266577,
      5.771474215529343,
      1.1516517763649505,
      0.3786834383419569,
      0.1603574656684078,
    ],
  ],
]

/** The first number of a seed, and the one after 700 others. */
const FIRST_AND_LATER: [number | bigint, number, number][] = [
  [0, 0.8444218515250481, 0.6380736282281027],
  [1, 0.13436424411240122, 0.0601840957099572],
  [42, 0.6394267984578837, 0.6476347234024807],
  [2 ** 32 - 1, 0.6353574441341173, 0.6268621601916816],
  [2 ** 32, 0.11299430095636409, 0.46026819317410395],
  [2 ** 53 - 1, 0.09425040007102303, 0.5861997102541607],
  [2n ** 100n + 12345n, 0.44487310994347073, 0.963886388868643],
  [2n ** 20000n + 1n, 0.6995331479054441, 0.1410632134526123],
]

function call(rng: Random, method: keyof Random, args: unknown[]): unknown {
  return (rng[method] as (...args: unknown[]) => unknown).apply(rng, args)
}

function expectSame(got: unknown, expected: unknown): void {
  // the C library and V8 may differ in the last bit of a logarithm or a cosine
  if (typeof expected === 'number') {
    expect(Math.abs((got as number) - expected)).toBeLessThanOrEqual(1e-14 * Math.abs(expected))
  } else expect(got).toEqual(expected)
}

describe('Random gives CPython’s numbers', () => {
  it.each(ANSWERS)('for every method, seed %s', (seed, answers) => {
    const rng = new Random(seed)
    for (const [i, [method, args]] of CALLS.entries())
      expectSame(call(rng, method, args), answers[i])
  })

  it('for seeds of every size', () => {
    for (const [seed, first, later] of FIRST_AND_LATER) {
      const rng = new Random(seed)
      expect(rng.random()).toBe(first)
      for (let i = 1; i < 700; i++) rng.random()
      expect(rng.random()).toBe(later)
    }
  })

  it('for integers beyond 2^53, as bigints', () => {
    const rng = new Random(5)
    expect(rng.getrandbits(54)).toBe(4601690765818949n)
    expect(rng.getrandbits(64)).toBe(6613812840851947673n)
    expect(rng.getrandbits(100)).toBe(1104634716630602621625635556919n)
    expect(rng.randint(0, 2n ** 63n - 1n)).toBe(4594210616595436404n)
    expect(rng.randrange(-(2n ** 70n), 2n ** 70n, 3)).toBe(98498564873461840295n)
    expect([...rng.randbytes(7)]).toEqual([162, 232, 20, 120, 113, 82, 222])
    expect(rng.random()).toBe(0.24657283261983032)
  })

  it('for choices with weights, in each way to write them, and shuffle', () => {
    const rng = new Random(3)
    expect(rng.choices('uvw', [0.2, 0.5, 0.3], { k: 6 }).join('')).toBe('vvvvvu')
    expect(rng.choices('uvw', { cumWeights: [0.2, 0.7, 1], k: 6 }).join('')).toBe('uwvvwv')
    expect(rng.choices([0, 1], { k: 5 })).toEqual([1, 0, 1, 0, 1])
    const list = range(10)
    rng.shuffle(list)
    expect(list).toEqual([2, 3, 4, 9, 1, 7, 5, 0, 6, 8])
  })
})

describe('Random', () => {
  it('shows the seed it drew, so that the run can be repeated', () => {
    const rng = new Random()
    expect(Number.isSafeInteger(rng.seed)).toBe(true)
    expect(new Random(rng.seed).random()).toBe(rng.random())
    expect(new Random().seed).not.toBe(new Random().seed)
  })

  it('takes a seed without its sign, and as number or bigint alike', () => {
    const numbers = [9, -9, 9n, -9n].map((seed) => new Random(seed).random())
    expect(new Set(numbers).size).toBe(1)
  })

  it('moves its state to CPython and back, the second normal number included', () => {
    const rng = new Random(1)
    rng.gauss()
    const [version, words, gaussNext] = rng.getState()
    expect(version).toBe(3)
    expect(words.slice(0, 3)).toEqual([2145931878, 2812664348, 2124062512])
    expect(words.slice(-3)).toEqual([3545787415, 3656373148, 4])
    expect(gaussNext).toBeCloseTo(1.449445608699771, 14)

    const other = new Random(2)
    other.setState(JSON.parse(JSON.stringify(rng.getState())))
    expect([other.gauss(), other.gauss()]).toEqual([rng.gauss(), rng.gauss()])
  })

  it('stays within the bounds of randint and randrange, whatever they are', () => {
    const bounds = fc.tuple(fc.maxSafeInteger(), fc.maxSafeInteger(), fc.maxSafeInteger())
    fc.assert(
      fc.property(bounds, ([seed, a, b]) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        const value = new Random(seed).randint(low, high)
        expect(value).toBeGreaterThanOrEqual(low)
        expect(value).toBeLessThanOrEqual(high)
        expect(Number(new Random(seed).randint(BigInt(low), high))).toBe(value)
      }),
    )
  })

  it('gives whole words, halves and none at all from getrandbits', () => {
    const rng = new Random(1)
    const before = rng.getState()
    expect(rng.getrandbits(0)).toBe(0)
    expect(rng.getState()).toEqual(before)
    expect(rng.getrandbits(32)).toBe(577090037)
  })
})

describe('Random refuses', () => {
  const rng = new Random(42)

  it.each([1.5, Number.NaN, Infinity])('the seed %s', (seed) => {
    expect(() => new Random(seed)).toThrow(InvalidOptionError)
    expect(() => new Random(seed)).toThrow(
      `Random: option "seed" must be a whole number or a bigint, got ${seed}.`,
    )
  })

  it.each<[string, () => unknown]>([
    ['choice: the population must not be empty, got []', () => rng.choice([])],
    [
      'choice: the population must be an array or a string, got a Set',
      () => rng.choice(new Set([1]) as never),
    ],
    [
      'choices: weights must have the length of the population (3), got 2',
      () => rng.choices('abc', [1, 2]),
    ],
    [
      'choices: weights must be numbers of at least 0, got -1',
      () => rng.choices('abc', [1, 2, -1]),
    ],
    [
      'choices: the sum of weights must be finite and above 0, got 0',
      () => rng.choices('ab', [0, 0]),
    ],
    [
      'choices: cumWeights must be numbers of at least 0 that never fall, got 1',
      () => rng.choices('ab', { cumWeights: [2, 1] }),
    ],
    [
      'choices: either weights or cumWeights must be left out',
      () => rng.choices('ab', [1, 1], { cumWeights: [2, 1] }),
    ],
    [
      'choices: option "k" must be an integer of at least 0, got 1.5',
      () => rng.choices('ab', { k: 1.5 }),
    ],
    [
      'choices: option "cum_weights" is spelled "cumWeights" here',
      () => rng.choices('ab', { cum_weights: [1, 2] } as never),
    ],
    [
      'sample: k (of a population of 3) must be an integer from 0 to 3, got 4',
      () => rng.sample('abc', 4),
    ],
    [
      'randint: low must be an integer (a bigint beyond 2^53 - 1), got 0.5',
      () => rng.randint(0.5, 2),
    ],
    [
      'randint: high must be an integer (a bigint beyond 2^53 - 1), got 9007199254740992',
      () => rng.randint(0, 2 ** 53),
    ],
    ['randint: low must be at most high (3), got 4', () => rng.randint(4, 3)],
    ['randrange: the range from 0 to 0 must hold a number', () => rng.randrange(0)],
    ['randrange: the range from 5 to 0 must hold a number', () => rng.randrange(5n, 0n, 2n)],
    ['randrange: step must not be 0, got 0', () => rng.randrange(5, 6, 0)],
    ['getrandbits: k must be an integer from 0 to 1048576, got -1', () => rng.getrandbits(-1)],
    ['gauss: mu must be a finite number, got NaN', () => rng.gauss(Number.NaN)],
    ['expovariate: lambd must not be 0, got 0', () => rng.expovariate(0)],
    [
      'gammavariate: alpha must be a number above 0 and at most 1e300, got NaN',
      () => rng.gammavariate(Number.NaN, 1),
    ],
    [
      'betavariate: beta must be a number above 0 and at most 1e300, got -1',
      () => rng.betavariate(1, -1),
    ],
    [
      'vonmisesvariate: kappa must be a finite number, got Infinity',
      () => rng.vonmisesvariate(0, Infinity),
    ],
  ])('%s', (text, attempt) => {
    const before = rng.getState()
    expect(attempt).toThrow(`Random.${text}.`)
    expect(rng.getState()).toEqual(before)
  })

  it('a state with missing words, a position outside, or nothing but zeros', () => {
    const [version, words] = new Random(1).getState()
    const zeros = words.map(() => 0)
    for (const bad of [
      [version, words.slice(1), null],
      [2, words, null],
      null,
      [version, zeros, null],
    ]) {
      expect(() => rng.setState(bad as never)).toThrow(SnapshotError)
    }
    expect(() => rng.setState([3, [...words.slice(0, 624), 625], null])).toThrow(
      'snapshot: a Random must have a position from 0 to 624, got 625.',
    )
  })

  it('restored fields that are not those of a generator', () => {
    const broken = [
      { position: -1 },
      { position: 0.5 },
      { words: new Uint32Array(623) },
      { words: new Uint32Array(624) },
      { gaussNext: Infinity },
      { seed: 0.5 },
    ]
    for (const fields of broken) {
      const rng = new Random()
      Object.assign(rng, fields)
      expect(() => rng.checkState()).toThrow()
    }
    expect(() => new Random().checkState()).not.toThrow()
  })
})
