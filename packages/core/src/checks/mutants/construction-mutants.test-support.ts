import type { Given } from '../../base/estimator.js'
import type { Row } from '../../data/row.js'
import { InvalidOptionError } from '../../errors.js'
import { load } from '../../snapshot/load.js'
import { save } from '../../snapshot/save.js'
import { Mean } from '../../stats/mean.js'
import type { Loose, Mutant } from './mutant.test-support.js'
import { Around, Far, Means, Nearest, type NearestOptions, Shifted } from './twins.test-support.js'

/** Models that are built, printed or cloned wrongly. */
export const CONSTRUCTION_MUTANTS: readonly Mutant[] = [
  {
    fault: 'learning overwrites an option, as an adaptive forest does with its features',
    check: 'options-are-kept',
    make: () =>
      new (class extends Nearest {
        override learnRow(row: Row, label: number, weight: number): void {
          ;(this as unknown as Loose)['options'] = { ...this.options, smoothing: 3 }
          super.learnRow(row, label, weight)
        }
      })(),
  },
  {
    fault: 'options can be written by anyone',
    check: 'options-are-kept',
    make: () =>
      new (class extends Nearest {
        override readonly options: NearestOptions = { smoothing: 1, seed: 5 }
      })(),
  },
  {
    fault: 'options it does not know are ignored',
    check: 'unknown-options-are-refused',
    make: () =>
      new (class extends Nearest {
        constructor({ smoothing, seed, schema }: Given<NearestOptions> = {}) {
          super({ smoothing, seed, schema } as Given<NearestOptions>)
        }
      })(),
  },
  {
    fault: 'an unknown option is refused by an error of the engine',
    check: 'unknown-options-are-refused',
    make: () =>
      new (class extends Around {
        constructor(given: Loose = {}) {
          for (const name of Object.keys(given)) {
            if (name !== 'schema') throw new TypeError(`no option ${name}`)
          }
          super(given)
        }
      })(),
  },
  {
    fault: 'a name in snake case is refused without the right one',
    check: 'unknown-options-are-refused',
    make: () =>
      new (class extends Shifted {
        static override readonly rules = { windowSize: { kind: 'integer', default: 1 } } as never
        constructor(given: Loose = {}) {
          if ('window_size' in given) throw new InvalidOptionError('Shifted', 'x', 'is unknown')
          super(given)
        }
      })(),
  },
  {
    fault: 'a value outside the bounds is moved inside in silence',
    check: 'bad-options-are-refused',
    make: () =>
      new (class extends Nearest {
        constructor({ smoothing, ...rest }: Given<NearestOptions> = {}) {
          super({ ...rest, smoothing: Math.max(0.1, Number(String(smoothing ?? 1)) || 1) })
        }
      })(),
  },
  {
    fault: 'it prints as any object does',
    check: 'prints-itself',
    make: () =>
      new (class extends Around {
        override toString(): string {
          return '[object Object]'
        }
      })(),
  },
  {
    fault: 'it prints how much it has seen',
    check: 'prints-itself',
    make: () =>
      new (class extends Around {
        override toString(): string {
          return `Around(${this.seen})`
        }
      })(),
  },
  {
    fault: 'a clone has the default options',
    check: 'clone-keeps-options',
    make: () =>
      new (class extends Nearest {
        override clone(): this {
          return new (this.constructor as new (given: object) => this)({ seed: this.options.seed })
        }
      })(),
  },
  {
    fault: 'a clone is the model itself',
    check: 'clone-keeps-options',
    make: () =>
      new (class extends Mean {
        override clone(): this {
          return this
        }
      })(),
  },
  {
    fault: 'a clone has learned what the original has',
    check: 'clone-is-fresh',
    make: () =>
      new (class Copied extends Around {
        override clone(): this {
          return load(save(this), { learners: [Copied] }) as this
        }
      })(),
  },
  {
    fault: 'a clone of a statistic keeps its count',
    check: 'clone-is-fresh',
    make: () =>
      new (class extends Mean {
        override clone(): this {
          const clone = super.clone()
          ;(clone as unknown as Loose)['weightSeen'] = this.n
          return clone
        }
      })(),
  },
  {
    fault: 'a clone shares the table of its original',
    check: 'clone-is-independent',
    make: () =>
      new (class extends Far {
        override clone(): this {
          const clone = super.clone()
          clone.means = this.means
          return clone
        }
      })(),
  },
  {
    fault: 'all models share one table',
    check: 'clone-is-independent',
    make: () => {
      const shared = new Means()
      return new (class extends Far {
        override means: Means = shared
      })()
    },
  },
]
