import { InvalidOptionError } from '../errors.js'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH_NAMES =
  'january|february|march|april|may|june|july|august|september|october|november|december'
const DAY_NAMES = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday'

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
  z: '[+-](?:[01]\\d|2[0-3]):?[0-5]\\d(?::?[0-5]\\d)?|Z',
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

/** What is not told is as at the beginning of the year 1900; what is told twice, as told last. */
function momentOf(told: ReadonlyMap<string, string>): Date | undefined {
  const [year, month, day] = dateOf(told)
  const milliseconds = Math.floor(Number((told.get('f') ?? '').padEnd(6, '0')) / 1000)
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day) // Date.UTC would take the year 50 for 1950
  if (year === 0 || (!told.has('j') && date.getUTCDate() !== day)) return undefined
  const [minutes, seconds] = [Number(told.get('M') ?? 0), Number(told.get('S') ?? 0)]
  date.setUTCHours(hourOf(told), minutes, seconds - offsetOf(told.get('z')), milliseconds)
  return date
}

function dateOf(told: ReadonlyMap<string, string>): [year: number, month: number, day: number] {
  const [yearLetter, yearText] = lastOf(told, 'Yy') ?? ['Y', '1900']
  const shortYear = yearLetter === 'y' ? Number(yearText) : undefined
  const century = shortYear === undefined ? 0 : shortYear < 69 ? 2000 : 1900
  const year = century + Number(yearText)
  const dayOfYear = told.get('j')
  if (dayOfYear !== undefined) return [year, 1, Number(dayOfYear)]
  const [monthLetter, monthText] = lastOf(told, 'mbB') ?? ['m', '1']
  const named = MONTHS.indexOf(monthText.slice(0, 3).toLowerCase()) + 1
  return [year, monthLetter === 'm' ? Number(monthText) : named, Number(told.get('d') ?? 1)]
}

function hourOf(told: ReadonlyMap<string, string>): number {
  const [letter, text] = lastOf(told, 'HI') ?? ['H', '0']
  if (letter === 'H') return Number(text)
  return (Number(text) % 12) + (told.get('p')?.toLowerCase() === 'pm' ? 12 : 0)
}

/** The last thing told by one of these letters. */
function lastOf(told: ReadonlyMap<string, string>, letters: string): [string, string] | undefined {
  return [...told].findLast(([letter]) => letters.includes(letter))
}

/** Seconds ahead of UTC. */
function offsetOf(zone: string | undefined): number {
  if (zone === undefined || zone.toLowerCase() === 'z') return 0
  const [hours, minutes, seconds = '0'] = zone.match(/\d\d/g) ?? []
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  return zone.startsWith('-') ? -total : total
}
