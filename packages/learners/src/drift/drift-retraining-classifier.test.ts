import { compose, Frame, type Label, random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { LogisticRegression } from '../linear-model/index.js'
import { GaussianNB } from '../naive-bayes/index.js'
import { StandardScaler } from '../preprocessing/index.js'
import { ADWIN, binary, DriftRetrainingClassifier } from './index.js'

/** Two classes that change places halfway. */
function events(count: number, labels: readonly [Label, Label] = ['low', 'high']): Event[] {
  const rng = new random.Random(7)
  return Array.from({ length: count }, (_, i) => {
    const x = rng.random()
    return [{ x }, labels[Number(x > 0.5 !== 2 * i > count)]]
  })
}
type Event = [x: { x: number }, y: Label]

function accuracyAfter(model: DriftRetrainingClassifier | GaussianNB, stream: Event[]): number {
  let right = 0
  stream.forEach(([x, y], i) => {
    if (i >= stream.length * 0.75 && model.predictOne(x) === y) right += 1
    model.learnOne(x, y)
  })
  return right / (stream.length / 4)
}

const scaled = () => new compose.Pipeline(new StandardScaler(), new LogisticRegression())

describe('DriftRetrainingClassifier', () => {
  it('learns a world turned upside down, where the classifier alone does not', () => {
    const stream = events(2000)
    const alone = accuracyAfter(new GaussianNB(), stream)
    const model = new DriftRetrainingClassifier({ model: new GaussianNB() })
    expect(accuracyAfter(model, stream)).toBeGreaterThan(alone + 0.3)
  })

  it('replaces its classifier by what has learned since the warning, or by a fresh one', () => {
    for (const trainInBackground of [true, false]) {
      const given = { model: new GaussianNB(), trainInBackground }
      const model = new DriftRetrainingClassifier(given)
      const first = model.model
      let background = model.bkgModel
      const stream = events(2000)
      let i = 0
      while (model.model === first) {
        background = model.bkgModel
        model.learnOne(...stream[i++])
      }
      expect(i).toBeGreaterThan(1000)
      expect(model.driftDetector.driftDetected).toBe(true)
      expect(model.model === background).toBe(trainInBackground)
      expect(model.bkgModel === undefined).toBe(!trainInBackground)
      const learned = (model.model as GaussianNB).pClass('low') * 1000
      expect(trainInBackground ? learned < 1000 : learned === 0 || learned === 1000).toBe(true)
    }
  })

  it('leaves the classifier it was given as it was, and refuses one that has learned', () => {
    const classifier = new GaussianNB()
    const model = new DriftRetrainingClassifier({ model: classifier })
    model.learnOne({ x: 1 }, 'a')
    expect(classifier.labels.size).toBe(0)
    classifier.learnOne({ x: 1 }, 'a')
    expect(() => new DriftRetrainingClassifier({ model: classifier })).toThrow(
      'option "model" must not have learned yet: its copies begin anew',
    )
  })

  it('needs a detector that warns to train in the background', () => {
    const given = { model: new GaussianNB(), driftDetector: new ADWIN() }
    expect(() => new DriftRetrainingClassifier(given)).toThrow(
      'DriftRetrainingClassifier: option "driftDetector" must be a detector that warns, ' +
        'unless trainInBackground is false, got an ADWIN.',
    )
    expect(
      () => new DriftRetrainingClassifier({ ...given, trainInBackground: false }),
    ).not.toThrow()
    const wrong = { model: new GaussianNB(), driftDetector: {} as never }
    expect(() => new DriftRetrainingClassifier(wrong)).toThrow('must be a drift detector')
  })

  it('learns frames as it learns events, also 0 and 1 through a pipeline', () => {
    for (const labels of [
      ['low', 'high'],
      [0, 1],
      [false, true],
    ] as const) {
      const stream = events(1500, labels)
      const build = () => new DriftRetrainingClassifier({ model: scaled() })
      const [one, many, both] = [build(), build(), build()]
      const predicted = stream.map(([x, y]) => {
        const answer = one.predictOne(x)
        one.learnOne(x, y)
        return answer
      })
      const frame = Frame.fromRows(stream.map(([x]) => x))
      const ys = stream.map(([, y]) => y)
      many.learnMany(frame, ys)
      expect(both.predictThenLearnMany(frame, ys)).toEqual(predicted)
      expect(snapshot.save(many)).toEqual(snapshot.save(one))
      expect(snapshot.save(both)).toEqual(snapshot.save(one))
    }
  })

  it('goes on after a snapshot at any moment: before, while and after it warns', () => {
    const stream = events(1200)
    const learners = [DriftRetrainingClassifier, GaussianNB, binary.DDM, binary.EDDM]
    for (const driftDetector of [null, new binary.EDDM()]) {
      for (const cut of [0, 590, 605, 612, 630, 900]) {
        const model = new DriftRetrainingClassifier({
          model: new GaussianNB(),
          driftDetector: driftDetector?.clone() ?? null,
        })
        for (const [x, y] of stream.slice(0, cut)) model.learnOne(x, y)
        const bytes = snapshot.save(model)
        const loaded = snapshot.load<DriftRetrainingClassifier>(bytes, {
          learners: learners as never,
        })
        for (const [x, y] of stream.slice(cut)) {
          model.learnOne(x, y)
          loaded.learnOne(x, y)
        }
        expect(snapshot.save(loaded)).toEqual(snapshot.save(model))
      }
    }
  })
})
