import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { InvalidOptionError } from '@coelho/core'

/**
 * Something that nobody may read in a log: where it stands is told, never what it is. It is read
 * anew each time it is used, so that a file that is renewed needs no restart.
 *
 * @example
 * const password = fromEnv('KAFKA_PASSWORD')
 * String(password) // => "fromEnv('KAFKA_PASSWORD')"
 */
export class Secret {
  readonly #place: string
  readonly #read: () => string | undefined

  constructor(place: string, read: () => string | undefined) {
    this.#place = place
    this.#read = read
    Object.defineProperty(this, inspect.custom, { value: () => this.#place })
  }

  /** What it is; an error where there is none. */
  reveal(): string {
    const value = this.#read()
    if (value) return value
    throw new InvalidOptionError('Secret', this.#place, 'holds nothing')
  }

  /** Throws unless an option is a secret, or nothing. What it says never holds the value. */
  static check(who: string, option: string, value: unknown): void {
    if (value === null || value === undefined || value instanceof Secret) return
    const expected = 'must come by fromEnv(name) or fromFile(path), so that it is in no code or log'
    throw new InvalidOptionError(who, option, expected)
  }

  toString(): string {
    return this.#place
  }

  toJSON(): string {
    return this.#place
  }
}

/**
 * A secret in a variable of the environment.
 *
 * @example
 * fromEnv('MLFLOW_TOKEN').toString() // => "fromEnv('MLFLOW_TOKEN')"
 */
export function fromEnv(name: string): Secret {
  return new Secret(`fromEnv('${name}')`, () => process.env[name])
}

/**
 * A secret in a file, as orchestrators mount them; a line break at its end is not part of it.
 *
 * @example
 * fromFile('/run/secrets/kafka').toString() // => "fromFile('/run/secrets/kafka')"
 */
export function fromFile(path: string): Secret {
  return new Secret(`fromFile('${path}')`, () => {
    try {
      return readFileSync(path, 'utf8').replace(/\r?\n$/, '')
    } catch {
      return undefined // what is wrong with a file of secrets is nobody's who reads a log
    }
  })
}
