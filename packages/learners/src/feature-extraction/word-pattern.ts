import { InvalidOptionError } from '@coelho/core'

const WORD = '\\p{L}\\p{N}_'
const BORDER = `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))`
const NO_BORDER = `(?:(?<=[${WORD}])(?=[${WORD}])|(?<![${WORD}])(?![${WORD}]))`

/** What stands for Python's escapes: its letters and digits are those of all scripts. */
const OUTSIDE: Readonly<Record<string, string>> = {
  w: `[${WORD}]`,
  W: `[^${WORD}]`,
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  b: BORDER,
  B: NO_BORDER,
  A: '^',
  Z: '$',
}
const INSIDE: Readonly<Record<string, string>> = { w: WORD, d: '\\p{Nd}', D: '\\P{Nd}' }

/** Python's way to write a regular expression as one of JavaScript, which finds all matches. */
export function wordPattern(who: string, pattern: string): RegExp {
  const [start, letters] = /^\(\?([a-z]+)\)/.exec(pattern) ?? ['', '']
  const flags = [...letters].filter((letter) => letter !== 'u').join('')
  try {
    return new RegExp(translate(pattern.slice(start.length)), `gu${flags}`)
  } catch {
    const expected = 'must be a regular expression'
    throw new InvalidOptionError(who, 'tokenizerPattern', expected, pattern)
  }
}

function translate(pattern: string): string {
  let translated = ''
  let inClass = false
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at]
    if (sign === '\\') translated += escaped(pattern[++at] ?? '', inClass)
    else if (!inClass && pattern.startsWith('(?P<', at)) {
      translated += '(?<'
      at += 3
    } else {
      if (sign === '[') inClass = true
      else if (sign === ']') inClass = false
      translated += sign
    }
  }
  return translated
}

function escaped(sign: string, inClass: boolean): string {
  const known = (inClass ? INSIDE : OUTSIDE)[sign]
  if (known) return known
  // Where JavaScript knows no such escape, Python takes the sign itself.
  return /[^\p{L}\p{N}^$\\.*+?()[\]{}|/-]/u.test(sign) ? sign : `\\${sign}`
}
