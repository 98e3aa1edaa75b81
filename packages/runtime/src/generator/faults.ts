import { math } from '@coelho/core'
import { Draws, Weighted } from './draws.js'

/** What an event must have to be one: what is broken when it is to be malformed. */
export interface Needed {
  /** Its id, a text. */
  readonly id: string
  /** A field that must be a number. */
  readonly number: string
}

type Spoil = (text: string, needed: Needed, draws: Draws, bytes: number) => string

/** What senders get wrong, each as often as its weight says. */
const SPOILS: readonly (readonly [Spoil, number])[] = [
  [cut, 3],
  [wrongType, 3],
  [withoutId, 2],
  [beyondNumbers, 1],
  [oversize, 1],
  [hostileKeys, 1],
  [deep, 1],
  [noEvent, 1],
]

const NO_EVENTS: readonly string[] = ['', 'null', '[]', '42', '"event"', 'NaN', '{}', '\u0000']
const WRONG: readonly string[] = ['null', '[1]', '{"value":1}', 'true', '"many"']
const HOSTILE =
  '{"__proto__":{"amount":1},"constructor":{"prototype":{"polluted":true}},"toString":1,' +
  '"hasOwnProperty":false,"":0,"\\ud800":"lone","2":"b","10":"a"}'

/** Leaves values out and breaks events, at the rates it is told. */
export class Faults {
  private readonly missing: number
  private readonly malformed: number
  private readonly bytes: number
  private readonly draws: Draws
  private readonly spoils: Weighted<Spoil> = new Weighted(SPOILS)
  /** So many values are still there before one is missing. */
  private until: number

  constructor(who: string, seed: string, missing: number, malformed: number, bytes: number) {
    this.missing = missing
    this.malformed = malformed
    this.bytes = bytes
    this.draws = new Draws(who, seed, 'faults')
    this.until = this.distance()
  }

  /** True if the next value is missing. */
  isMissing(): boolean {
    if (this.until-- > 0) return false
    this.until = this.distance()
    return true
  }

  /** Half of what is missing is null, half is not there at all. */
  isNull(): boolean {
    return this.draws.chance(0.5)
  }

  isMalformed(): boolean {
    return this.malformed > 0 && this.draws.chance(this.malformed)
  }

  /** What arrives in place of an event: nothing that can be used. */
  spoil(text: string, needed: Needed): string {
    return this.spoils.pick(this.draws)(text, needed, this.draws, this.bytes)
  }

  /** One draw for each value that is missing, not for each that is there. */
  private distance(): number {
    const { missing } = this
    if (missing === 0) return Number.POSITIVE_INFINITY
    if (missing === 1) return 0
    return Math.floor(math.log(1 - this.draws.random()) / math.log(1 - missing))
  }
}

function cut(text: string, _needed: Needed, draws: Draws): string {
  return text.slice(0, 1 + draws.below(text.length - 1))
}

function wrongType(text: string, { number }: Needed, draws: Draws): string {
  return withValue(text, number, draws.pick(WRONG))
}

function withoutId(text: string, { id }: Needed): string {
  return text.replace(`"${id}":`, `"${id}_":`)
}

/** JSON reads it as infinity. */
function beyondNumbers(text: string, { number }: Needed): string {
  return withValue(text, number, '1e999')
}

function oversize(text: string, { id }: Needed, _draws: Draws, bytes: number): string {
  return withValue(text, id, `"${'x'.repeat(Math.max(1, bytes - text.length))}"`)
}

function hostileKeys(): string {
  return HOSTILE
}

function deep(): string {
  return '['.repeat(5000) + ']'.repeat(5000)
}

function noEvent(_text: string, _needed: Needed, draws: Draws): string {
  return draws.pick(NO_EVENTS)
}

/** The field's value, a number or a text, becomes another. */
function withValue(text: string, field: string, value: string): string {
  return text.replace(new RegExp(`"${field}":("[^"]*"|[^,}]*)`), `"${field}":${value}`)
}
