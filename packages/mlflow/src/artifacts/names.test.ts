import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve, sep, win32 } from 'node:path'
import { InvalidInputError } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FolderWriter } from './folders.js'
import { artifactSteps, encodeSteps, folderSteps } from './names.js'

const UP = [
  '..',
  '%2e%2e',
  '%252e%252E',
  '%25252e.',
  '.%2e',
  '．．',
  '‥',
  '%EF%BC%8E%EF%BC%8E',
  '...',
]
const HOSTILE = [
  ...UP.flatMap((up) => [
    up,
    `${up}/x`,
    `a/${up}`,
    `a/${up}/x`,
    `a${'%2f'}${up}%2fx`,
    `a/${up}%2fx`,
  ]),
  ...['/etc/passwd', '%2fetc/passwd', '//host/share', '\\\\host\\share', 'C:\\x', 'C:/x', 'c:x'],
  ...[
    'a\\..\\..\\x',
    'a%5c..%5cx',
    'a＼..＼x',
    'a\u2216x:y',
    'a／../x',
    'a%00.txt',
    'a\0.txt',
    'a\nb',
  ],
  ...[
    'file:///etc/passwd',
    'a#b',
    'a?b',
    'a*',
    'CON',
    'nul.txt',
    'a/LPT1',
    'x.',
    'x ',
    ' x',
    'a//b',
  ],
  ...[
    'a/',
    '/',
    '',
    '.',
    './a',
    'a/.',
    '\ud800',
    'a\u202etxt.exe',
    'x'.repeat(2000),
    'é'.repeat(200),
  ],
]

describe('the path of an artifact', () => {
  it.each(HOSTILE)('is refused where it could lead elsewhere: %j', (path) => {
    expect(() => artifactSteps(path)).toThrow(InvalidInputError)
  })

  it.each([undefined, null, 5, {}, ['a']])('is text: %j', (path) => {
    expect(() => artifactSteps(path as never)).toThrow('the path of an artifact must be text')
  })

  it('may be any name of people', () => {
    for (const path of [
      'a',
      'a/b.c/d',
      'é 漢字 🐇/x.json',
      '100%.txt',
      '..a',
      'a..b',
      '.hidden',
      '%zz',
    ]) {
      expect(artifactSteps(path).join('/')).toBe(path)
    }
    expect(folderSteps('')).toEqual([])
  })

  it('stays below its folder, however it is decoded, normalised or split', () => {
    const pieces = fc.constantFrom(
      ...[
        '..',
        '.',
        '/',
        '\\',
        '%2e',
        '%2E',
        '%2f',
        '%5c',
        '%25',
        '%00',
        '．',
        '／',
        'a',
        'b.c',
        ':',
        'C',
      ],
      ...['%ef%bc%8f', '%c0%ae', '‥', '\0', ' ', '漢'],
    )
    const paths = fc.oneof(
      fc.array(pieces, { maxLength: 12 }).map((list) => list.join('')),
      fc.string({ unit: 'grapheme' }),
    )
    fc.assert(
      fc.property(paths, (path) => {
        let steps: string[]
        try {
          steps = artifactSteps(path)
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInputError)
          return
        }
        for (const reading of readings(steps.join('/'))) {
          expect(resolve('/root/in', reading).startsWith(`/root/in${sep}`)).toBe(true)
          expect(win32.resolve('C:\\in', reading).startsWith('C:\\in\\')).toBe(true)
          expect(reading).not.toContain('\0')
        }
        expect(decodeURIComponent(encodeSteps(steps))).toBe(path)
      }),
      { numRuns: 5000 },
    )
  })

  it('is a file below its folder once it is written', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'coelho-names-'))
    const writer = await FolderWriter.open(join(folder, 'in'))
    for (const path of ['a/b/c', 'a/b/d', 'a/..b', '漢字']) {
      const bytes = (async function* () {
        yield Buffer.from(path)
      })()
      expect(await writer.write(artifactSteps(path), bytes)).toBe(join(folder, 'in', path))
    }
    expect(await readdir(folder)).toEqual(['in'])
    const broken = (async function* () {
      yield Buffer.from('half')
      throw new Error('broken off')
    })()
    await expect(writer.write(['a', 'half'], broken)).rejects.toThrow('broken off')
    expect((await readdir(join(folder, 'in/a'))).sort()).toEqual(['..b', 'b'])
    await rm(folder, { recursive: true })
  })
})

/** What others may make of a path. */
function readings(path: string): string[] {
  const all = new Set([path])
  for (let round = 0; round < 4; round++) {
    for (const one of [...all]) {
      all.add(one.normalize('NFKC')).add(one.normalize('NFC'))
      try {
        all.add(decodeURIComponent(one))
      } catch {}
    }
  }
  return [...all]
}
