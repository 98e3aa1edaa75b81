import { Regressor } from '../../base/regressor.js'
import type { Label } from '../../data/labels.js'
import type { Row } from '../../data/row.js'
import type { Features, FeatureValue } from '../../data/schema.js'
import { Random } from '../../random/random.js'
import { Mean } from '../../stats/mean.js'
import type { Mutant } from './mutant.test-support.js'
import { Around, Far, Leap, Nearest, Rings, Shifted } from './twins.test-support.js'

/** Models that are saved wrongly, are changed by being asked, or depend on chance. */
export const STATE_MUTANTS: readonly Mutant[] = [
  {
    fault: 'it forgets all it has learned when it is saved',
    check: 'goes-on-from-a-snapshot',
    make: () =>
      new (class extends Regressor {
        static override readonly id = 'test.Forgetful' // and no state
        private seen = 0
        private mean = 0
        learnRow(_row: Row, y: number, weight: number): void {
          this.seen += weight
          this.mean += (weight / this.seen) * (y - this.mean)
        }
        predictRow(): number {
          return this.mean
        }
      })(),
  },
  {
    fault: 'its generator is not saved: it draws other numbers after loading',
    check: 'goes-on-from-a-snapshot',
    make: () =>
      new (class extends Around {
        private readonly dice = new Random(3)
        override learnRow(row: Row, y: number, weight: number): void {
          super.learnRow(row, y + this.dice.random(), weight)
        }
      })(),
  },
  {
    fault: 'a cache of what it knows is not made again after loading',
    check: 'goes-on-from-a-snapshot',
    make: () =>
      new (class extends Mean {
        private cached = 0
        override update(x: number): void {
          super.update(x)
          this.cached = super.get()
        }
        override get(): number {
          return this.cached
        }
      })(),
  },
  {
    fault: 'reading its state to save it moves it on',
    check: 'saving-changes-nothing',
    make: () =>
      new (class extends Leap {
        static override readonly state: readonly string[] = ['saves']
        private times = 0
        get saves(): number {
          this.times += 1
          return this.times
        }
        set saves(times: number) {
          this.times = times
        }
      })(),
  },
  {
    fault: 'it loads tables of any length',
    check: 'damaged-snapshots-are-refused',
    make: () =>
      new (class extends Nearest {
        override checkState(): void {}
      })(),
  },
  {
    fault: 'predicting counts as learning',
    check: 'predicting-changes-nothing',
    make: () =>
      new (class extends Nearest {
        override scoreRow(row: Row, scores: Float64Array): boolean {
          this.weights[0] += 1
          return super.scoreRow(row, scores)
        }
      })(),
  },
  {
    fault: 'predicting draws a number',
    check: 'predicting-changes-nothing',
    make: () =>
      new (class extends Nearest {
        override predictOne(x: Features): Label | undefined {
          this.rng.random()
          return super.predictOne(x)
        }
      })(),
  },
  {
    fault: 'names met in a prediction stay',
    check: 'predicting-changes-nothing',
    make: () =>
      new (class extends Shifted {
        override transformOne(x: Features): Record<string, FeatureValue> {
          this.door.read(x)
          return super.transformOne(x)
        }
      })(),
  },
  {
    fault: 'asking whether there was a drift resets it',
    check: 'predicting-changes-nothing',
    make: () =>
      new (class extends Leap {
        override get driftDetected(): boolean {
          const { found } = this
          this.found = false
          return found
        }
      })(),
  },
  {
    fault: 'how it learns depends on what others have learned',
    check: 'same-run-same-bits',
    make: () => {
      let calls = 0
      return new (class extends Rings {
        override learnRow(row: Row): void {
          calls += 1
          super.learnRow(row, 1 + calls)
        }
      })()
    },
  },
  {
    fault: 'its seed has no effect',
    check: 'same-run-same-bits',
    make: () =>
      new (class extends Nearest {
        override rng: Random = new Random()
      })(),
  },
  {
    fault: 'it shows another seed than the one it drew',
    check: 'a-drawn-seed-is-shown',
    make: () =>
      new (class extends Nearest {
        override get seed(): number {
          return Number(super.seed) % 1000
        }
      })(),
  },
  {
    fault: 'without a seed it always takes the same',
    check: 'a-drawn-seed-is-shown',
    make: () =>
      new (class extends Nearest {
        override rng: Random = new Random(this.options.seed ?? 1)
      })(),
  },
  {
    fault: 'it keeps every event for ever',
    check: 'memory-is-bounded',
    make: () =>
      new (class extends Far {
        static override readonly state: readonly string[] = ['events']
        private readonly events: number[] = []
        override learnRow(row: Row, weight: number): void {
          super.learnRow(row, weight)
          this.events.push(row.values[row.indices[0] ?? 0])
        }
      })(),
  },
  {
    fault: 'a statistic keeps every value, in a table that doubles',
    check: 'memory-is-bounded',
    make: () =>
      new (class extends Mean {
        static override readonly state: readonly string[] = ['values']
        private values: Float64Array = new Float64Array(8)
        override update(x: number): void {
          super.update(x)
          if (this.n < this.values.length) this.values[this.n] = x
          else {
            const grown = new Float64Array(2 * this.values.length)
            grown.set(this.values)
            this.values = grown
          }
        }
      })(),
  },
]
