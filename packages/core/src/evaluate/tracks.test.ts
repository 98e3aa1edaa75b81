import { describe, expect, it } from 'vitest'
import { Forecaster } from '../base/forecaster.js'
import { Majority } from '../base/toys.test-support.js'
import { SEA } from '../datasets/synth/sea.js'
import { Accuracy } from '../metrics/accuracy.js'
import { Excerpt } from './excerpt.js'
import { ForecastingTrack } from './forecasting-track.js'
import { MeanTarget } from './toys.test-support.js'
import { Track } from './track.js'
import {
  BinaryClassificationTrack,
  MultiClassClassificationTrack,
  RegressionTrack,
} from './tracks.js'

class Same extends Forecaster {
  static override readonly id = 'test.Same'
  static override readonly rules = {}
  static override readonly state = ['last'] as const
  private last = 0

  protected override learnValue(y: number): void {
    this.last = y
  }

  protected override forecastValues(horizon: number): number[] {
    return new Array(horizon).fill(this.last)
  }
}

const sea = new Excerpt(new SEA({ seed: 1 }), 105)
const small = new Track({ name: 'Small', datasets: [sea], metric: new Accuracy() })

describe('a track', () => {
  it('runs a fresh model on a dataset, with time and memory at each checkpoint', () => {
    const model = new Majority()
    for (let again = 0; again < 2; again++) {
      const checkpoints = [...small.run(model, sea, { nCheckpoints: 2 })]
      expect(checkpoints.map(({ Step }) => Step)).toEqual([52, 104, 105])
      const last = checkpoints.at(-1)
      expect(last?.Time).toBeGreaterThan(0)
      expect(last?.Memory).toBeGreaterThan(100)
      expect(last?.['Accuracy']).not.toBe(small.metric)
    }
    expect(model.predictOne({ a: 1 })).toBeUndefined()
    expect((small.metric as Accuracy).cm.totalWeight).toBe(0)
  })

  it('compares models on each of its datasets', async () => {
    const models = { one: new Majority(), two: new Majority() }
    const found: [string, string[]][] = []
    for await (const [name, { rows }] of small.compare(models, { nCheckpoints: 1 })) {
      found.push([name, rows.map(({ Model }) => Model)])
    }
    expect(found).toEqual([['SEA', ['one', 'two']]])
    expect(models.one.predictOne({ a: 1 })).toBeUndefined()
  })

  it('needs datasets that know how many events they have', () => {
    const endless = new SEA({ seed: 1 })
    expect(() => small.run(new Majority(), endless)).toThrow(
      'Track: a dataset of a track must know its nSamples (evaluate.Excerpt cuts one to size)',
    )
    expect(() => new Excerpt(endless, 0)).toThrow(
      'Excerpt: option "count" must be an integer of at least 1, got 0.',
    )
    expect(() => small.run(new Majority(), sea, { nCheckpoints: 0 })).toThrow('"nCheckpoints"')
    expect(String(sea)).toBe('Excerpt(SEA({ seed: 1 }), 105)')
    expect(String(small)).toBe('Small (SEA)')
  })
})

describe('the tracks that come with the library', () => {
  it('judge classifiers and regressors on all their datasets, by several metrics', async () => {
    const expected = {
      'Binary classification': ['Accuracy', 'F1'],
      'Multiclass classification': ['Accuracy', 'MicroF1', 'MacroF1'],
      Regression: ['MAE', 'RMSE', 'R2'],
    }
    const tracks = [
      [new BinaryClassificationTrack(), new Majority()],
      [new MultiClassClassificationTrack(), new Majority()],
      [new RegressionTrack(), new MeanTarget()],
    ] as const
    for (const [track, model] of tracks) {
      for await (const [dataset, { rows }] of track.compare({ model }, { nCheckpoints: 1 })) {
        const names = Object.keys(rows[0]).filter((key) => /^[A-Z]/.test(key))
        expect(names).toEqual(expect.arrayContaining(expected[track.name as keyof typeof expected]))
        expect([dataset, rows[0].Step > 500]).toEqual([dataset, true])
      }
    }
  })

  it('judge forecasts by the mean of the errors of all steps ahead', async () => {
    const track = new ForecastingTrack()
    const [dataset] = track
    const checkpoints = []
    for await (const checkpoint of track.run(new Same(), dataset, { nCheckpoints: 2 })) {
      checkpoints.push([checkpoint.Step, String(checkpoint['HorizonAggMetric'])])
    }
    expect(checkpoints).toEqual([
      [60, expect.stringMatching(/^mean\(MAE\): \d/)],
      [120, expect.stringMatching(/^mean\(MAE\): \d/)],
    ])
    const other = track.run(new Same(), new ForecastingTrack().datasets[0])
    await expect(other.next()).rejects.toThrow(
      'ForecastingTrack: must be given one of its datasets',
    )
    expect(String(track)).toBe('Forecasting (AirlinePassengers)')
  })
})
