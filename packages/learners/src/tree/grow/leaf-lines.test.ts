import { snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { LinearRegression } from '../../linear-model/linear-regression.js'
import { Constant } from '../../optim/initializers/constant.js'
import { SGD } from '../../optim/sgd.js'
import { HoeffdingTreeRegressor } from '../hoeffding-tree-regressor.js'
import { paceOf } from './leaf-lines.js'

/** Some features are often absent, one comes late, one has categories. */
function eventAt(i: number): { x: Record<string, number | string>; y: number; w: number } {
  const a = ((i * 37) % 101) / 10
  const b = ((i * 53) % 89) / 10
  const x: Record<string, number | string> = { a }
  if (i % 3 > 0) x['b'] = b
  if (i > 400) x['late'] = i % 7
  x['kind'] = i % 4 === 0 ? 'p' : 'q'
  return { x, y: a > 5 ? 3 * a - b : b + (i % 5), w: 1 + (i % 3) / 2 }
}

describe('plain linear regressions in the leaves of a tree', () => {
  const plain = { interceptInit: 0.5, interceptLr: 0.02, clipGradient: 4 }
  const other = { ...plain, initializer: new Constant({ value: 0 }) }
  const lr = 0.003
  const learners = [HoeffdingTreeRegressor]

  it.each(['adaptive', 'model'] as const)(
    'say to the last bit what models of their own would say: %s',
    (leafPrediction) => {
      const [lines, objects] = [plain, other].map((options) => {
        const leafModel = new LinearRegression({ ...options, optimizer: new SGD({ lr }) })
        return new HoeffdingTreeRegressor({ leafModel, leafPrediction, gracePeriod: 50, tau: 0.2 })
      })
      let restored = lines
      for (let i = 0; i < 1500; i++) {
        const { x, y, w } = eventAt(i)
        const expected = objects.predictOne(x)
        for (const model of [lines, restored]) expect(model.predictOne(x)).toBe(expected)
        for (const model of new Set([lines, restored, objects])) model.learnOne(x, y, { w })
        if (i === 700) restored = snapshot.load(snapshot.save(lines), { learners })
      }
      expect(lines.summary.nLeaves).toBeGreaterThan(3)
    },
  )

  it('are kept as lines only if they are plain', () => {
    expect(paceOf(new LinearRegression())).toEqual({
      lr: 0.01,
      interceptLr: 0.01,
      interceptInit: 0,
      clipGradient: 1e12,
    })
    for (const options of [{ l2: 1 }, { l1: 1 }, { initializer: new Constant({ value: 1 }) }]) {
      expect(paceOf(new LinearRegression(options))).toBeUndefined()
    }
  })
})
