import { describe, expect, it } from 'vitest'
import { dateReader } from './strptime.js'

const read = (format: string, text: string) => dateReader('it', format)(text)?.toISOString()

describe('dateReader', () => {
  it.each([
    ['%Y', '2010', '2010-01-01T00:00:00.000Z'],
    ['%Y-%m-%d %H:%M:%S', '2024-02-29 23:59:07', '2024-02-29T23:59:07.000Z'],
    ['%d/%m/%y', '5/11/68', '2068-11-05T00:00:00.000Z'],
    ['%d/%m/%y', '5/11/69', '1969-11-05T00:00:00.000Z'],
    ['%I:%M %p', '12:30 am', '1900-01-01T00:30:00.000Z'],
    ['%I:%M %p', '12:30 PM', '1900-01-01T12:30:00.000Z'],
    ['%a %d %b %Y', 'Mon 06 MAY 2024', '2024-05-06T00:00:00.000Z'],
    ['%A, %B %d, %Y', 'Monday, June 3, 2024', '2024-06-03T00:00:00.000Z'],
    ['%Y %j', '2024 366', '2024-12-31T00:00:00.000Z'],
    ['%Y-%m-%dT%H:%M:%S.%f%z', '2024-05-06T01:02:03.456789+02:00', '2024-05-05T23:02:03.456Z'],
    ['%Y%z', '2024Z', '2024-01-01T00:00:00.000Z'],
    ['%Y (%%) [x]', '0050   (%) [X]', '0050-01-01T00:00:00.000Z'],
  ])('reads %s as Python does', (format, text, expected) => {
    expect(read(format, text)).toBe(expected)
  })

  it.each([
    ['%Y', '99'],
    ['%Y', '2010 '],
    ['%Y', '0000'],
    ['%Y-%m-%d', '2023-02-29'],
    ['%d', '32'],
    ['%H:%M', '24:00'],
    ['%b', 'June'],
  ])('finds no date for %s in "%s"', (format, text) => {
    expect(read(format, text)).toBeUndefined()
  })

  it('refuses directives that it does not know', () => {
    expect(() => dateReader('it', '%Q')).toThrow('it: option "parseDates" may use only %Y')
    expect(() => dateReader('it', '100%')).toThrow('got "100%"')
  })
})
