import { describe, expect, it } from 'vitest'
import { isLoopback, type ServerOptions, settingsOf } from './options.js'

const token = 'sixteen-letters!'
const refusal = (options: object) => {
  try {
    settingsOf(options as ServerOptions)
    return 'taken'
  } catch (error) {
    return (error as Error).message
  }
}

describe('options of the server', () => {
  it('have values where none are told', () => {
    expect(settingsOf({})).toMatchObject({
      ...{ host: '127.0.0.1', port: 8080, bodyLimit: 65_536, batchLimit: 65_536 },
      ...{ requestTimeoutMs: 13_000, json: { maxDepth: 32, maxKeys: 10_000 } },
    })
    expect(settingsOf({ bodyLimit: 2048 }).batchLimit).toBe(2048)
    expect(settingsOf({ batchLimit: 2 ** 20 })).toMatchObject({ bodyLimit: 65_536 })
  })

  it('let nobody else connect unless a token is set', () => {
    for (const host of ['0.0.0.0', '::', '10.0.0.1', 'example.org', '127.0.0.1.example.org']) {
      expect(refusal({ host })).toBe(
        `others can connect to ${host}, so a token is needed: set one (COELHO_TOKENS, or ` +
          '--tokens <file>), or listen at 127.0.0.1. Nothing was started.',
      )
      expect(refusal({ host, tokens: [{ token, roles: ['read'] }] })).toBe('taken')
    }
    for (const host of ['127.0.0.1', '127.8.9.1', '::1', 'localhost']) {
      expect(isLoopback(host)).toBe(true)
      expect(refusal({ host })).toBe('taken')
    }
  })

  it.each([
    [{ port: 70_000 }, 'port must be an integer from 0 to 65535, got 70000.'],
    [{ bodyLimit: 1.5 }, 'bodyLimit must be an integer from 1024 to 1073741824, got 1.5.'],
    [{ json: { maxDepth: 0 } }, 'maxDepth must be an integer from 1 to 1000, got 0.'],
    [{ allowedHosts: ['a:80'] }, /^allowedHosts must be names without a port/],
    [{ allowedOrigins: ['https://a.example/'] }, /^allowedOrigins must be such as/],
    [{ allowedOrigins: ['*'] }, /^allowedOrigins must be such as/],
    [{ tokens: [{ roles: ['read'] }] }, 'tokens[0] must have a token.'],
    [{ tokens: [{ token, roles: ['root'] }] }, /^tokens\[0\]\.roles must be some of read/],
    [{ tokens: [{ token, roles: [] }] }, /^tokens\[0\]\.roles must be/],
    [{ tokens: [{ sha256: 'abc', roles: ['read'] }] }, /^tokens\[0\]\.sha256 must be 64/],
    [{ bodylimit: 5 }, /^bodylimit must be one of host, tokens/],
    [{ host: '' }, 'host must be an address, got "".'],
  ] as const)('that cannot be used are refused before anything begins: %o', (options, message) => {
    expect(refusal(options)).toEqual(
      typeof message === 'string' ? message : expect.stringMatching(message),
    )
  })

  it('never say a token again', () => {
    expect(refusal({ tokens: [{ token: 'too-short', roles: ['read'] }] })).toBe(
      'tokens[0] must have 16 to 512 characters, no blanks among them.',
    )
  })
})
