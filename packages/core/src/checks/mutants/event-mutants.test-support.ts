import type { LearnOptions } from '../../base/weights.js'
import type { Label } from '../../data/labels.js'
import type { Row } from '../../data/row.js'
import type { Features, FeatureValue } from '../../data/schema.js'
import type { Mutant } from './mutant.test-support.js'
import { Around, Far, Nearest, Shifted } from './twins.test-support.js'

type Writable = Record<string, FeatureValue>

/** Models that read their events wrongly. */
export const EVENT_MUTANTS: readonly Mutant[] = [
  {
    fault: 'it writes into the event it predicts',
    check: 'input-is-left-alone',
    make: () =>
      new (class extends Around {
        override predictOne(x: Features): number {
          const predicted = super.predictOne(x)
          ;(x as Writable)['bias'] = 1
          return predicted
        }
      })(),
  },
  {
    fault: 'it takes a feature out of the event it learns',
    check: 'input-is-left-alone',
    make: () =>
      new (class extends Far {
        override learnOne(x: Features): void {
          super.learnOne(x)
          delete (x as Writable)[Object.keys(x)[0]]
        }
      })(),
  },
  {
    fault: 'it keeps the last event and learns from it one later',
    check: 'input-is-not-kept',
    make: () =>
      new (class extends Far {
        private last: Features = {}
        override learnOne(x: Features): void {
          super.learnOne(this.last)
          this.last = x
        }
      })(),
  },
  {
    fault: 'it gives away a Map that it goes on using',
    check: 'input-is-not-kept',
    make: () =>
      new (class extends Nearest {
        private readonly given: Map<Label, number> = new Map()
        override predictProbaOne(x: Features): Map<Label, number> {
          for (const [label, p] of super.predictProbaOne(x)) {
            if (!this.given.has('scrambled')) this.given.set(label, p)
          }
          return this.given
        }
        override learnRow(row: Row, label: number, weight: number): void {
          const wasCleared = this.given.size === 0
          super.learnRow(row, label, wasCleared ? weight : 2 * weight)
        }
      })(),
  },
  {
    fault: 'it counts the first key of an object more than the others',
    check: 'order-of-features-does-not-matter',
    make: () =>
      new (class extends Around {
        override predictOne(x: Features): number {
          return super.predictOne(x) + Number(Object.values(x)[0] ?? 0)
        }
      })(),
  },
  {
    fault: 'it sums in the order of the keys: the last bit differs',
    check: 'order-of-features-does-not-matter',
    make: () =>
      new (class extends Far {
        override scoreOne(x: Features): number {
          const distance = super.scoreOne(x)
          const values = Object.values(x).map((v) => Number(v ?? 0) / 7)
          return values.reduce((sum, v) => sum + v, distance)
        }
      })(),
  },
  {
    fault: 'it needs a feature to be there',
    check: 'features-may-come-and-go',
    make: () =>
      new (class extends Far {
        override learnOne(x: Features): void {
          ;(x['a'] as number).toFixed(1)
          super.learnOne(x)
        }
      })(),
  },
  {
    fault: 'it reads an absent feature as NaN',
    check: 'features-may-come-and-go',
    make: () =>
      new (class extends Around {
        override predictRow(row: Row): number {
          return super.predictRow(row) + (row.width > 0 ? row.values[0] : 0)
        }
      })(),
  },
  {
    fault: 'it has no room for a feature that comes late',
    check: 'features-may-come-and-go',
    make: () =>
      new (class extends Shifted {
        static override readonly state: readonly string[] = ['width']
        private width = 0
        override learnRow(row: Row, weight: number): void {
          this.width ||= row.width
          super.learnRow(row, weight)
        }
        override transformRow(row: Row, out: Row): void {
          super.transformRow(row, out)
          if (this.width > 0 && row.width > this.width) throw new RangeError('no room')
        }
      })(),
  },
  {
    fault: 'it takes null for 0',
    check: 'missing-is-absent',
    make: () =>
      new (class extends Around {
        override learnOne(x: Features, y: number, options?: LearnOptions): void {
          const filled = Object.entries(x ?? super.learnOne(x, y)).map(([name, v]) => [
            name,
            v === null ? 0 : v,
          ])
          super.learnOne(Object.fromEntries(filled), y, options)
        }
      })(),
  },
  {
    fault: 'its table of names is an object',
    check: 'hostile-names-are-ordinary',
    make: () =>
      new (class extends Around {
        static override readonly state: readonly string[] = ['table']
        private readonly table: Record<string, number> = {}
        override learnOne(x: Features, y: number, options?: LearnOptions): void {
          super.learnOne(x, y, options)
          for (const name of Object.keys(x)) this.table[name] = (this.table[name] ?? 0) + 1
        }
        override predictOne(x: Features): number {
          const known = Object.keys(x).map((name) => Number(this.table[name] ?? 0))
          return super.predictOne(x) + known.reduce((sum, n) => sum + n, 0) / 1000
        }
      })(),
  },
  {
    fault: 'long names are cut',
    check: 'hostile-names-are-ordinary',
    make: () =>
      new (class extends Shifted {
        override transformOne(x: Features): Record<string, FeatureValue> {
          const out = Object.entries(super.transformOne(x))
          return Object.fromEntries(out.map(([name, v]) => [name.slice(0, 100), v]))
        }
      })(),
  },
]
