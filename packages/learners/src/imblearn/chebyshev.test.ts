import { Frame, Regressor, type Row, random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { LinearRegression } from '../linear-model/index.js'
import { ChebyshevOverSampler, ChebyshevUnderSampler } from './index.js'

/** Notes which targets it is taught. */
class Diary extends Regressor {
  static override readonly id = 'Diary'
  readonly taught: number[] = []

  learnRow(_row: Row, y: number, _weight: number): void {
    this.taught.push(y)
  }

  predictRow(): number {
    return 0
  }
}

/** One target in fifty is 100, the others lie around 0. */
function targets(count: number): number[] {
  const rng = new random.Random(2)
  return Array.from({ length: count }, () => (rng.random() < 0.02 ? 100 : rng.gauss(0, 1)))
}

describe('ChebyshevUnderSampler', () => {
  it('teaches nearly all rare targets, and no more of the frequent ones', () => {
    const regressor = new Diary()
    const model = new ChebyshevUnderSampler({ regressor, seed: 1 })
    const ys = targets(5000)
    for (const y of ys) model.learnOne({ a: 1 }, y)
    const rare = regressor.taught.filter((y) => y === 100).length
    expect(rare).toBeGreaterThan(0.9 * ys.filter((y) => y === 100).length)
    expect(regressor.taught.length).toBeLessThan(2.5 * rare)
  })

  it('teaches no frequent ones with sp = 0, and more the higher sp is', () => {
    const taught = [0, 0.02, 0.9].map((sp) => {
      const regressor = new Diary()
      const model = new ChebyshevUnderSampler({ regressor, sp, seed: 1 })
      for (const y of targets(2000)) model.learnOne({ a: 1 }, y)
      return regressor.taught.filter((y) => y !== 100).length
    })
    expect(taught[0]).toBeLessThan(taught[1])
    expect(taught[1]).toBeLessThan(taught[2])
  })
})

describe('ChebyshevOverSampler', () => {
  it('teaches a target as often as it lies deviations from the mean, rounded up', () => {
    const regressor = new Diary()
    const model = new ChebyshevOverSampler({ regressor })
    for (const y of [4, 4, 6, 6, 5]) model.learnOne({ a: 1 }, y)
    // Twice no deviation: once each. Then 6: mean 14/3, deviation 1.1547: 1.15. Then mean 5 and
    // deviation 1.1547: 0.87. At last the mean itself: not at all.
    expect(regressor.taught).toEqual([4, 4, 6, 6, 6])
  })
})

describe.each(['under', 'over'])('Chebyshev sampler, %s', (which) => {
  const build = () => {
    const regressor = new LinearRegression()
    return which === 'under'
      ? new ChebyshevUnderSampler({ regressor, seed: 3 })
      : new ChebyshevOverSampler({ regressor })
  }

  it('learns frames as it learns events, and goes on after a snapshot', () => {
    const ys = targets(600)
    const xs = ys.map((_, i) => ({ a: (i % 7) / 7, b: (i % 3) / 3 }))
    const [one, many] = [build(), build()]
    ys.forEach((y, i) => {
      one.learnOne(xs[i], y)
    })
    many.learnMany(Frame.fromRows(xs.slice(0, 250)), ys.slice(0, 250))
    const learners = [ChebyshevUnderSampler, ChebyshevOverSampler, LinearRegression]
    const loaded = snapshot.load<typeof one>(snapshot.save(many), { learners: learners as never })
    loaded.learnMany(Frame.fromRows(xs.slice(250)), ys.slice(250))
    expect(snapshot.save(loaded)).toEqual(snapshot.save(one))
  })

  it('needs a regressor', () => {
    const make = which === 'under' ? ChebyshevUnderSampler : ChebyshevOverSampler
    expect(() => new make({ regressor: {} as never })).toThrow(
      'option "regressor" must be a regressor, or a pipeline that ends with one, got an object.',
    )
  })
})
