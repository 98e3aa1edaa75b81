import { type Features, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import * as facto from './index.js'

const event = (i: number): Features => ({
  user: `u${i % 4}`,
  film_kind: `k${i % 3}`,
  film_year: (i % 5) / 5,
})
const options = { nFactors: 3, seed: 4 }
const lines = (...all: string[]) => all.join('\n')

function taught<Model extends { learnOne(x: Features, y: number): void }>(model: Model): Model {
  for (let i = 0; i < 60; i++) model.learnOne(event(i), i % 4)
  return model
}

describe('debugOne', () => {
  it('lists what features add alone and in pairs, as River does', () => {
    expect(taught(new facto.FMRegressor(options)).debugOne(event(7))).toBe(
      lines(
        'Name                       Value      Weight     Contribution',
        '               Intercept    1.00000    0.77860        0.77860',
        '                 user_u3    1.00000    0.58287        0.58287',
        '            film_kind_k1    1.00000    0.26017        0.26017',
        '               film_year    0.40000    0.28281        0.11313',
        '  user_u3 - film_kind_k1    1.00000    0.02621        0.02621',
        '     user_u3 - film_year    0.40000    0.00293        0.00117',
        'film_kind_k1 - film_year    0.40000    0.00192        0.00077',
      ),
    )
  })

  it('names the fields by which two features meet, as River does', () => {
    expect(taught(new facto.FFMRegressor(options)).debugOne(event(7))).toBe(
      lines(
        'Name                                   Value      Weight     Contribution',
        '                           Intercept    1.00000    0.78162        0.78162',
        '                             user_u3    1.00000    0.58698        0.58698',
        '                        film_kind_k1    1.00000    0.25949        0.25949',
        '                           film_year    0.40000    0.28282        0.11313',
        '     user_u3(film) - film_year(user)    0.40000    0.02229        0.00891',
        'film_kind_k1(film) - film_year(film)    0.40000    0.01823        0.00729',
        '  user_u3(film) - film_kind_k1(user)    1.00000   -0.01238       -0.01238',
      ),
    )
    expect(taught(new facto.FwFMRegressor(options)).debugOne(event(7))).toBe(
      lines(
        'Name                                   Value      Weight     Contribution',
        '                           Intercept    1.00000    0.77851        0.77851',
        '                             user_u3    1.00000    0.58281        0.58281',
        '                        film_kind_k1    1.00000    0.26018        0.26018',
        '                           film_year    0.40000    0.28274        0.11310',
        '  user_u3(film) - film_kind_k1(user)    1.00000    0.02628        0.02628',
        '     user_u3(film) - film_year(user)    0.40000    0.00319        0.00128',
        'film_kind_k1(film) - film_year(film)    0.40000    0.00213        0.00085',
      ),
    )
  })

  it('lists larger groups too, as River does', () => {
    expect(taught(new facto.HOFMRegressor(options)).debugOne(event(7))).toBe(
      lines(
        'Name                                 Value      Weight     Contribution',
        '                         Intercept    1.00000    0.77435        0.77435',
        '                           user_u3    1.00000    0.58282        0.58282',
        '                      film_kind_k1    1.00000    0.25928        0.25928',
        '                         film_year    0.40000    0.28021        0.11209',
        '            user_u3 - film_kind_k1    1.00000    0.01371        0.01371',
        '               user_u3 - film_year    0.40000    0.02338        0.00935',
        '          film_kind_k1 - film_year    0.40000    0.00472        0.00189',
        'user_u3 - film_kind_k1 - film_year    0.40000   -0.00242       -0.00097',
      ),
    )
  })

  it('writes numbers with as many decimals as are asked for, of a classifier too', () => {
    const model = new facto.FMClassifier(options)
    for (let i = 0; i < 60; i++) model.learnOne(event(i), i % 4 > 1)
    expect(model.debugOne(event(7), { decimals: 1 }).split('\n').slice(0, 3)).toEqual([
      'Name                       Value   Weight   Contribution',
      '                 user_u3     1.0      0.1            0.1',
      '  user_u3 - film_kind_k1     1.0      0.0            0.0',
    ])
  })

  const models = Object.entries(facto).map(([name, cls]) => [name, cls] as const)

  it.each(models)(
    'adds up to the sum a prediction is made of, and changes nothing: %s',
    (_, cls) => {
      const model = new cls(options)
      for (let i = 0; i < 60; i++) model.learnOne(event(i), i % 4 > 1 ? 1 : 0)
      const x = { ...event(7), user: 'new', 'film_"2"': 2, other: 1 }
      const before = snapshot.save(model)
      const table = model.debugOne(x, { decimals: 12 }).split('\n').slice(1)
      expect(snapshot.save(model)).toEqual(before)
      const sum = table.reduce((sum, line) => sum + Number(line.trim().split(/ +/).at(-1)), 0)
      const told =
        'predictProbaOne' in model ? model.predictProbaOne(x).get(true) : model.predictOne(x)
      const wanted = 'predictProbaOne' in model ? 1 / (1 + Math.exp(-sum)) : sum
      expect(told).toBeCloseTo(wanted, 9)
      expect(table.some((line) => line.includes('user_new'))).toBe(true)
    },
  )
})
