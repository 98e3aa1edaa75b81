import type { Probabilities, Verdict } from '../../base/classifier.js'
import type { LearnOptions } from '../../base/weights.js'
import { Frame } from '../../data/frame.js'
import type { Label } from '../../data/labels.js'
import type { Row } from '../../data/row.js'
import type { Features, FeatureValue } from '../../data/schema.js'
import { Mean } from '../../stats/mean.js'
import type { Mutant } from './mutant.test-support.js'
import { Around, Far, Hits, Nearest, Shifted } from './twins.test-support.js'

/** Models whose answers are wrong, for one event or for many. */
export const ANSWER_MUTANTS: readonly Mutant[] = [
  {
    fault: 'it fails before it has learned',
    check: 'answers-before-learning',
    make: () =>
      new (class extends Nearest {
        override scoreRow(row: Row, scores: Float64Array): boolean {
          this.means[0].distance(row)
          return super.scoreRow(row, scores)
        }
      })(),
  },
  {
    fault: 'it divides by the number of events also where it is 0',
    check: 'answers-before-learning',
    make: () =>
      new (class extends Around {
        override predictRow(row: Row): number {
          return super.predictRow(row) + 0 / this.seen
        }
      })(),
  },
  {
    fault: 'a statistic without a value says NaN',
    check: 'answers-before-learning',
    make: () =>
      new (class extends Mean {
        override get(): number {
          return this.n > 0 ? super.get() : Number.NaN
        }
      })(),
  },
  {
    fault: 'a score runs over to Infinity',
    check: 'answers-are-well-formed',
    make: () =>
      new (class extends Far {
        override scoreRow(row: Row): number {
          return super.scoreRow(row) ** 400
        }
      })(),
  },
  {
    fault: 'a transform is NaN where there is no spread',
    check: 'answers-are-well-formed',
    make: () =>
      new (class extends Shifted {
        override transformRow(row: Row, out: Row): void {
          super.transformRow(row, out)
          for (let k = 0; k < row.count; k++) {
            const feature = row.indices[k]
            if (out.values[feature] === 0) out.values[feature] = 0 / 0
          }
        }
        override transformOne(x: Features): Record<string, FeatureValue> {
          const out = super.transformOne(x)
          const shifted = Object.entries(x).map(([name]) => [name, out[name] ?? Number.NaN])
          return Object.fromEntries(shifted)
        }
      })(),
  },
  {
    fault: 'probabilities are not divided by their sum',
    check: 'probabilities-sum-to-1',
    make: () =>
      new (class extends Nearest {
        override scoreRow(row: Row, scores: Float64Array): boolean {
          const known = super.scoreRow(row, scores)
          for (let label = 0; label < this.labels.size; label++) scores[label] *= 0.9
          return known
        }
      })(),
  },
  {
    fault: 'it predicts the label it saw first',
    check: 'probabilities-sum-to-1',
    make: () =>
      new (class extends Nearest {
        override predictRow(): number {
          return this.labels.size > 0 ? 0 : -1
        }
      })(),
  },
  {
    fault: 'asked for both it says a label that is not its answer',
    check: 'judges-as-it-answers',
    make: () =>
      new (class extends Nearest {
        override judgeRow(row: Row): Verdict {
          const verdict = super.judgeRow(row)
          return { ...verdict, prediction: this.labels.at(0) }
        }
      })(),
  },
  {
    fault: 'labels come back as strings',
    check: 'labels-keep-their-type',
    make: () =>
      new (class extends Nearest {
        override predictOne(x: Features): Label | undefined {
          const label = super.predictOne(x)
          return label === undefined ? undefined : String(label)
        }
      })(),
  },
  {
    fault: 'true and 1 are one class',
    check: 'labels-keep-their-type',
    make: () =>
      new (class extends Nearest {
        override learnOne(x: Features, y: Label, options?: LearnOptions): void {
          super.learnOne(x, y === true ? 1 : y, options)
        }
      })(),
  },
  {
    fault: '1 comes back as true',
    check: 'labels-keep-their-type',
    make: () =>
      new (class extends Nearest {
        override predictOne(x: Features): Label | undefined {
          const label = super.predictOne(x)
          return label === 1 ? true : label
        }
      })(),
  },
  {
    fault: 'the first row of each frame is learned twice',
    check: 'learns-the-same-from-frames',
    make: () =>
      new (class extends Nearest {
        override learnMany(frame: Frame, y: ArrayLike<Label>): void {
          super.learnMany(frame, y)
          if (frame.length > 0) super.learnMany(frame.slice(0, 1), [y[0]])
        }
      })(),
  },
  {
    fault: 'the events of a frame are learned in another order',
    check: 'learns-the-same-from-frames',
    make: () =>
      new (class extends Shifted {
        override learnMany(frame: Frame): void {
          if (!(frame instanceof Frame)) super.learnMany(frame)
          for (let i = frame.length - 1; i >= 0; i--) super.learnMany(frame.slice(i, i + 1))
        }
      })(),
  },
  {
    fault: 'a frame is predicted without its last row',
    check: 'answers-the-same-for-frames',
    make: () =>
      new (class extends Around {
        override predictMany(frame: Frame): Float64Array {
          const predictions = super.predictMany(frame)
          predictions[frame.length - 1] = 0
          return predictions
        }
      })(),
  },
  {
    fault: 'the columns of its probabilities are turned round',
    check: 'answers-the-same-for-frames',
    make: () =>
      new (class extends Nearest {
        override predictProbaMany(frame: Frame): Probabilities {
          const { labels, values } = super.predictProbaMany(frame)
          return { labels: [...labels].reverse(), values }
        }
      })(),
  },
  {
    fault: 'in one pass it learns before it predicts',
    check: 'predicts-then-learns-in-one-pass',
    make: () =>
      new (class extends Around {
        override predictThenLearnRow(row: Row, y: number, weight: number): number {
          this.learnRow(row, y, weight)
          return this.predictRow(row)
        }
      })(),
  },
  {
    fault: 'updateMany leaves out the last value',
    check: 'updates-the-same-at-once',
    make: () =>
      new (class extends Mean {
        override updateMany(values: ArrayLike<number>): void {
          super.updateMany(Array.from(values).slice(0, -1))
        }
      })(),
  },
  {
    fault: 'reverting does nothing',
    check: 'revert-undoes-update',
    make: () =>
      new (class extends Mean {
        override revert(): void {}
      })(),
  },
  {
    fault: 'reverting takes back the truth and forgets the hit',
    check: 'revert-undoes-update',
    make: () =>
      new (class extends Hits {
        override revert(): void {
          this.all -= 1
        }
      })(),
  },
]
