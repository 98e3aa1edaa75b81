import type { LearnOptions } from '../../base/weights.js'
import { Frame } from '../../data/frame.js'
import type { Label } from '../../data/labels.js'
import type { Row } from '../../data/row.js'
import type { Features } from '../../data/schema.js'
import { Mean } from '../../stats/mean.js'
import type { Mutant } from './mutant.test-support.js'
import { Around, Far, Hits, Nearest, Rings, Steady } from './twins.test-support.js'

/** Models that take what they must refuse, or weigh what they learn wrongly. */
export const REFUSAL_MUTANTS: readonly Mutant[] = [
  {
    fault: 'it learns half of an event before it refuses it',
    check: 'bad-values-are-refused',
    make: () =>
      new (class extends Around {
        override learnOne(x: Features, y: number, options?: LearnOptions): void {
          this.seen += 1
          super.learnOne(x, y, options)
          this.seen -= 1
        }
      })(),
  },
  {
    fault: 'NaN is taken for a missing value',
    check: 'bad-values-are-refused',
    make: () =>
      new (class extends Far {
        override learnOne(x: Features): void {
          const known = Object.entries(x ?? super.learnOne(x)).filter(([, v]) => v === v)
          super.learnOne(Array.isArray(x) ? x : Object.fromEntries(known))
        }
      })(),
  },
  {
    fault: 'a statistic takes text for a number',
    check: 'bad-values-are-refused',
    make: () =>
      new (class extends Mean {
        override update(x: number): void {
          super.update(typeof x === 'string' ? 0 : x)
        }
      })(),
  },
  {
    fault: 'a metric counts before it refuses',
    check: 'bad-values-are-refused',
    make: () =>
      new (class extends Hits {
        override update(yTrue: Label, yPred: Label | undefined): void {
          this.all += 1
          this.check(yTrue, yPred)
          if (yTrue === yPred) this.hits += 1
        }
      })(),
  },
  {
    fault: 'a bad value is refused by an error of the engine',
    check: 'bad-values-are-refused',
    make: () =>
      new (class extends Mean {
        override update(x: number): void {
          if (!Number.isFinite(x)) throw new RangeError('not finite')
          super.update(x)
        }
      })(),
  },
  {
    fault: 'no event at all is taken for an empty one',
    check: 'what-is-no-event-is-refused',
    make: () =>
      new (class extends Far {
        override learnOne(x: Features | null): void {
          super.learnOne(x ?? {})
        }
      })(),
  },
  {
    fault: 'a frame that is none is passed over in silence',
    check: 'what-is-no-event-is-refused',
    make: () =>
      new (class extends Far {
        override learnMany(frame: Frame): void {
          if (frame?.values !== undefined) super.learnMany(frame)
        }
      })(),
  },
  {
    fault: 'every label is made a string',
    check: 'bad-labels-are-refused',
    make: () =>
      new (class extends Nearest {
        override learnOne(x: Features, y: Label, options?: LearnOptions): void {
          super.learnOne(x, String(y), options)
        }
      })(),
  },
  {
    fault: 'a target that is no number counts as 0',
    check: 'bad-labels-are-refused',
    make: () =>
      new (class extends Around {
        override learnOne(x: Features, y: number, options?: LearnOptions): void {
          super.learnOne(x, Number.isFinite(y) ? y : 0, options)
        }
      })(),
  },
  {
    fault: 'a frame is learned up to the row that is refused',
    check: 'bad-labels-are-refused',
    make: () =>
      new (class extends Nearest {
        override learnMany(frame: Frame, y: ArrayLike<Label>): void {
          if (!(frame instanceof Frame)) super.learnMany(frame, y)
          for (let i = 0; i < frame.length; i++) super.learnMany(frame.slice(i, i + 1), [y[i]])
        }
      })(),
  },
  {
    fault: 'a negative weight counts as a positive one',
    check: 'bad-weights-are-refused',
    make: () =>
      new (class extends Nearest {
        override learnOne(x: Features, y: Label, options?: LearnOptions): void {
          super.learnOne(x, y, { w: Math.abs(options?.w ?? 1) })
        }
      })(),
  },
  {
    fault: 'weights are left out of account',
    check: 'weight-0-teaches-nothing',
    make: () =>
      new (class extends Rings {
        override learnOne(x: Features, options?: LearnOptions): void {
          super.learnOne(x, { w: options?.w || 1 })
        }
      })(),
  },
  {
    fault: 'the label of an event of weight 0 is noted',
    check: 'weight-0-teaches-nothing',
    make: () =>
      new (class extends Around {
        override learnOne(x: Features, y: number, options?: LearnOptions): void {
          super.learnOne(x, y, options)
          this.mean = Math.max(this.mean, y / 1e6)
          if (options?.w === 0) this.mean += y / 1e6
        }
      })(),
  },
  {
    fault: 'it promises that weights are repetitions, and takes their root',
    check: 'weight-k-is-k-repetitions',
    make: () =>
      new (class extends Steady {
        override learnRow(row: Row, label: number, weight: number): void {
          super.learnRow(row, label, Math.sqrt(weight))
        }
      })(),
  },
]
