import { describe, expect, it } from 'vitest'
import { createLog, Sparing } from './log.js'

describe('the log', () => {
  it('quotes what a client sent: it can neither end a line nor begin one', () => {
    const lines: string[] = []
    const log = createLog('info', { write: (line) => void lines.push(line) })
    log.info({ path: '/a\n{"level":60,"msg":"forged"}', who: '\u001b[31m"' }, 'change')
    expect(lines).toHaveLength(1)
    expect(lines[0]!.trimEnd()).not.toContain('\n')
    expect(JSON.parse(lines[0]!)).toMatchObject({ msg: 'change', who: '\u001b[31m"' })
  })

  it('leaves tokens out', () => {
    const lines: string[] = []
    const log = createLog('info', { write: (line) => void lines.push(line) })
    log.info({ authorization: 'Bearer secret', headers: { authorization: 'secret' } }, 'asked')
    log.info({ token: 'secret' }, 'asked')
    expect(lines.join('')).not.toContain('secret')
  })

  it('tells of so many refusals a second, and then how many it left out', () => {
    const sparing = new Sparing(2)
    const admitted = [100, 200, 300, 400, 1100, 1200].map((now) => sparing.admit(now))
    expect(admitted).toEqual([0, 0, null, null, 2, 0])
  })
})
