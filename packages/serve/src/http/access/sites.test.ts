import { describe, expect, it } from 'vitest'
import { Sites } from './sites.js'

const sites = new Sites(['api.example.org', '.corp.example'], ['https://board.example.org'])

describe('the names of a server', () => {
  it.each([
    'localhost',
    'localhost:8080',
    'LOCALHOST',
    'x.localhost:80',
    '127.0.0.1:8080',
    '10.2.3.4',
    '[::1]:8080',
    '[fe80::1]',
    'api.example.org',
    'API.example.org:443',
    'a.b.corp.example',
  ])('%s is one', (host) => {
    expect(sites.isOurs(host)).toBe(true)
  })

  it.each([
    undefined,
    '',
    'evil.example',
    'evil.example:8080',
    'localhost.evil.example',
    'api.example.org.evil.example',
    'evilapi.example.org',
    'corp.example',
    'xcorp.example',
    '127.0.0.1.evil.example',
    '127.0.0.1.nip.io',
    '0x7f.1',
    'localhost:99999999',
    'localhost@evil.example',
    'evil.example#localhost',
    '[::1].evil.example',
    'localhost/evil',
    ' localhost',
  ])('%s is none', (host) => {
    expect(sites.isOurs(host)).toBe(false)
    expect(sites.isOurs('localhost')).toBe(true)
    expect(sites.isOurs(host)).toBe(false)
  })
})

describe('a page that asks', () => {
  it.each([
    ['http://localhost:8080', 'localhost:8080', 'own'],
    ['https://api.example.org', 'api.example.org', 'own'],
    ['https://board.example.org', 'localhost', 'allowed'],
    ['http://board.example.org', 'localhost', 'foreign'],
    ['https://board.example.org.evil.example', 'localhost', 'foreign'],
    ['http://localhost:3000', 'localhost:8080', 'foreign'],
    ['null', 'localhost', 'foreign'],
    ['', 'localhost', 'foreign'],
    ['file://', 'localhost', 'foreign'],
  ] as const)('of %s to %s is %s', (origin, host, judged) => {
    expect(sites.judge(origin, host)).toBe(judged)
  })
})
