import { describe, expect, it } from 'vitest'
import { Pcg64 } from './pcg64.js'
import { seedSequence } from './seed-sequence.js'

/** What NumPy 2.4.6 gives for a seed, drawn in this order. */
const NUMPY = [
  {
    seed: 0,
    words: [2968811710, 3677149159, 745650761, 2884920346],
    random: [0.6369616873214543, 0.2697867137638703, 0.04097352393619469],
    below: [0, 0, 175, 3492969079],
    normal: [0.36159505490948474, 1.3040000451301372, 0.9470809631292422],
    repeated: [31, 27, 27, 46, 13, 40],
    distinct: [0, 18, 30, 1, 41, 27],
    ofMany: [8179, 8141, 13549, 7066, 8036, 4395],
    next: 0.11261366554055718,
    shuffled: [0, 4, 2, 8, 1, 7, 3, 6, 5],
  },
  {
    seed: 42,
    words: [3444837047, 2669555309, 2046530742, 3581440988],
    random: [0.7739560485559633, 0.4388784397520523, 0.8585979199113825],
    below: [0, 6, 201, 404488628],
    normal: [-1.302179506862318, 0.12784040316728537, -0.3162425923435822],
    repeated: [25, 6, 41, 22, 25, 18],
    distinct: [41, 19, 8, 42, 36, 30],
    ofMany: [3039, 3228, 11673, 17962, 17852, 2806],
    next: 0.15361339519205863,
    shuffled: [0, 3, 8, 4, 7, 5, 6, 1, 2],
  },
  {
    seed: 2n ** 70n + 5n,
    words: [4017225302, 169096299, 2618547816, 1818267758],
    random: [0.19448009399688115, 0.2709437716855956, 0.5934518420369859],
    below: [1, 1, 675, 1900283381],
    normal: [1.1437866390575298, 1.5502805433192937, 0.713666375552509],
    repeated: [38, 0, 46, 13, 31, 16],
    distinct: [22, 41, 40, 38, 2, 14],
    ofMany: [7234, 8913, 16782, 13857, 5690, 9204],
    next: 0.9833681068747534,
    shuffled: [8, 0, 4, 5, 2, 1, 6, 3, 7],
  },
]

describe('Pcg64', () => {
  it.each(NUMPY)('gives the numbers of NumPy’s default_rng($seed)', (numpy) => {
    const rng = new Pcg64(numpy.seed)
    const many = <T>(count: number, draw: () => T) => Array.from({ length: count }, draw)
    expect([...seedSequence(numpy.seed, 4)]).toEqual(numpy.words)
    expect(many(3, () => rng.random())).toEqual(numpy.random)
    expect([2, 10, 1000, 2 ** 32 - 1].map((count) => rng.below(count))).toEqual(numpy.below)
    for (const expected of numpy.normal) expect(rng.normal()).toBeCloseTo(expected, 13)
    expect([...rng.choice(50, 6, true)]).toEqual(numpy.repeated)
    expect([...rng.choice(50, 6, false)]).toEqual(numpy.distinct)
    expect([...rng.choice(20000, 500, false).subarray(0, 6)]).toEqual(numpy.ofMany)
    expect(rng.random()).toBe(numpy.next)
    const list = Int32Array.from({ length: 9 }, (_, i) => i)
    rng.shuffle(list)
    expect([...list]).toEqual(numpy.shuffled)
  })

  it('gives NumPy’s normal numbers in the rare layers and in the tail too', () => {
    const rng = new Pcg64(7)
    const drawn = Array.from({ length: 100000 }, () => rng.normal())
    expect(Math.max(...drawn)).toBeCloseTo(4.06160631065189, 13)
    expect(Math.min(...drawn)).toBeCloseTo(-4.502222241099144, 13)
    expect(drawn.reduce((sum, z) => sum + Math.abs(z), 0)).toBeCloseTo(79582.63392720759, 6)
    expect(rng.random()).toBe(0.14948927819749236)
  })

  it('draws nothing where there is one number to choose from', () => {
    const rng = new Pcg64(1)
    expect(rng.below(1)).toBe(0)
    expect(rng.random()).toBe(new Pcg64(1).random())
  })

  it('differs each time without a seed', () => {
    expect(new Pcg64().random()).not.toBe(new Pcg64().random())
  })
})
