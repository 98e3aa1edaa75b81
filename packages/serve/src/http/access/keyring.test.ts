import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Keyring } from './keyring.js'

const READ = 'a-token-that-reads-0001'
const ADMIN = 'a-token-that-rules-0002'
const keyring = new Keyring([
  { token: READ, roles: ['read'], name: 'ann' },
  { sha256: createHash('sha256').update(ADMIN).digest('hex'), roles: ['admin'] },
])

describe('a keyring', () => {
  it('knows who has a token, or a token of a hash', () => {
    expect(keyring.identify(`Bearer ${READ}`)).toEqual({ name: 'ann', roles: ['read'] })
    expect(keyring.identify(`bearer ${ADMIN}`)).toEqual({ name: 'token 2', roles: ['admin'] })
  })

  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['no token', 'Bearer '],
    ['another scheme', `Basic ${READ}`],
    ['a part of one', `Bearer ${READ.slice(0, -1)}`],
    ['one with more behind it', `Bearer ${READ}x`],
    ['other letters', `Bearer ${READ.toUpperCase()}`],
    ['a blank before it', `Bearer  ${READ}`],
    ['the hash of one', `Bearer ${createHash('sha256').update(ADMIN).digest('hex')}`],
    ['a very long one', `Bearer ${'x'.repeat(100_000)}`],
    ['no text of ASCII', 'Bearer \u{1F511}\u0000'],
  ])('knows nobody by %s, and does not throw', (_, header) => {
    expect(keyring.identify(header)).toBeNull()
  })

  it('compares digests of one length, all of them, by a function made for it', () => {
    // That it takes the same time cannot be measured in a test; that the code does so can be read.
    const code = readFileSync(new URL('keyring.ts', import.meta.url), 'utf8')
    const body = code.slice(code.indexOf('identify('), code.indexOf('function digestOf'))
    expect(body).toContain('timingSafeEqual(digest, this.digests[i]!)')
    expect(body.slice(body.indexOf('for ('))).not.toMatch(/break|return [^f]/)
    expect(body).not.toMatch(/token\s*===|=== token|includes\(token|\.has\(token|\.get\(token/)
  })

  it('is open to everybody as long as no token was set', () => {
    expect(new Keyring([]).isOpen).toBe(true)
    expect(keyring.isOpen).toBe(false)
  })
})
