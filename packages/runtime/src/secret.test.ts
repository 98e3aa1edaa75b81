import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { fromEnv, fromFile, Secret } from './secret.js'

const SECRET = 'never-to-be-seen-4711'

describe('a secret', () => {
  it('tells where it stands, and what it is only to who asks for it', () => {
    process.env['COELHO_TEST_SECRET'] = SECRET
    const secret = fromEnv('COELHO_TEST_SECRET')
    expect(secret.reveal()).toBe(SECRET)
    for (const shown of [String(secret), inspect(secret), JSON.stringify({ secret })]) {
      expect(shown).toContain('COELHO_TEST_SECRET')
      expect(shown).not.toContain(SECRET)
    }
    delete process.env['COELHO_TEST_SECRET']
    expect(() => secret.reveal()).toThrow("fromEnv('COELHO_TEST_SECRET')")
  })

  it('in a file is read without the line break at its end, and anew each time', () => {
    const folder = mkdtempSync(join(tmpdir(), 'coelho-secret-'))
    const file = join(folder, 'password')
    const secret = fromFile(file)
    expect(() => secret.reveal()).toThrow('holds nothing')
    writeFileSync(file, `${SECRET}\n`)
    expect(secret.reveal()).toBe(SECRET)
    writeFileSync(file, 'renewed')
    expect(secret.reveal()).toBe('renewed')
    rmSync(folder, { recursive: true })
  })

  it('is refused as anything else, which is not repeated', () => {
    expect(() => Secret.check('X', 'password', fromEnv('NAME'))).not.toThrow()
    expect(() => Secret.check('X', 'password', null)).not.toThrow()
    for (const other of [SECRET, { reveal: () => SECRET }, 4711]) {
      expect(() => Secret.check('X', 'password', other)).toThrow(
        /^X: option "password" must come by fromEnv\(name\) or fromFile\(path\), [^0-9]*$/,
      )
    }
  })
})
