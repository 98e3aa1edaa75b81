import { InvalidOptionError } from '../errors.js'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH_NAMES =
  'january|february|march|april|may|june|july|august|september|october|november|december'
const DAY_NAMES = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday'
const MINUTE = 60_000

/** What a text must look like at each directive; matched without regard to case. */
const PATTERNS: Readonly<Record<string, string>> = {
  Y: '\\d{4}',
  y: '\\d{2}',
  m: '1[0-2]|0[1-9]|[1-9]',
  d: '3[01]|[12]\\d|0[1-9]|[1-9]| [1-9]',
  j: '36[0-6]|3[0-5]\\d|[12]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]',
  H: '2[0-3]|[01]\\d|\\d',
  I: '1[0-2]|0[1-9]|[1-9]',
  p: 'am|pm',
  M: '[0-5]\\d|\\d',
  S: '[0-5]\\d|\\d',
  f: '\\d{1,6}',
  b: 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec',
  B: MONTH_NAMES,
  a: 'mon|tue|wed|thu|fri|sat|sun',
  A: DAY_NAMES,
  z: '[+-]\\d\\d:?[0-5]\\d|Z',
  Z: 'utc|gmt',
}

/**
 * Reads dates as Python's `strptime` does with this format. A text without a time zone is in UTC.
 * The function returns `undefined` for a text that is not written so, or for no date at all.
 */
export function dateReader(who: string, format: string): (text: string) => Date | undefined {
  const letters: string[] = []
  const pattern = format.replace(/%(.?)|(\s+)|([^%\s])/gs, (_, letter, blank, character) => {
    if (blank !== undefined) return '\\s+'
    if (character !== undefined) return escapeForRegExp(character)
    if (letter === '%') return '%'
    if (!Object.hasOwn(PATTERNS, letter)) {
      const known = Object.keys(PATTERNS).join(' %')
      throw new InvalidOptionError(who, 'parseDates', `may use only %${known}`, format)
    }
    letters.push(letter)
    return `(${PATTERNS[letter]})`
  })
  const matcher = new RegExp(pattern, 'iy')
  return (text) => {
    matcher.lastIndex = 0
    const found = matcher.exec(text)
    if (!found || matcher.lastIndex !== text.length) return undefined
    return momentOf(new Map(letters.map((letter, i) => [letter, found[i + 1]])))
  }
}

function escapeForRegExp(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character
}

/** What is not told is as at the beginning of the year 1900. */
function momentOf(told: ReadonlyMap<string, string>): Date | undefined {
  const number = (letter: string) => (told.has(letter) ? Number(told.get(letter)) : undefined)
  const year = number('Y') ?? fullYear(number('y')) ?? 1900
  const dayOfYear = number('j')
  const month = dayOfYear === undefined ? (number('m') ?? monthOf(told)) : 1
  const day = dayOfYear ?? number('d') ?? 1
  const milliseconds = Math.floor(Number((told.get('f') ?? '').padEnd(6, '0')) / 1000)

  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day) // Date.UTC would take the year 50 for 1950
  if (year === 0 || (dayOfYear === undefined && date.getUTCDate() !== day)) return undefined
  date.setUTCHours(hourOf(told), number('M') ?? 0, number('S') ?? 0, milliseconds)
  return new Date(date.getTime() - offsetOf(told.get('z')) * MINUTE)
}

function fullYear(shortYear: number | undefined): number | undefined {
  if (shortYear === undefined) return undefined
  return shortYear < 69 ? 2000 + shortYear : 1900 + shortYear
}

function monthOf(told: ReadonlyMap<string, string>): number {
  const name = told.get('B') ?? told.get('b')
  return name === undefined ? 1 : MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1
}

function hourOf(told: ReadonlyMap<string, string>): number {
  const half = told.get('I')
  if (half === undefined) return Number(told.get('H') ?? 0)
  return (Number(half) % 12) + (told.get('p')?.toLowerCase() === 'pm' ? 12 : 0)
}

/** Minutes ahead of UTC. */
function offsetOf(zone: string | undefined): number {
  if (zone === undefined || zone.toLowerCase() === 'z') return 0
  const digits = zone.replace(/\D/g, '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return zone.startsWith('-') ? -minutes : minutes
}
