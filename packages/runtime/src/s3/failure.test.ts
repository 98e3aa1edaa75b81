import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Failure, failureOf, NoAnswerError } from './failure.js'

const answered = (httpStatusCode: number, name = 'Error') =>
  Object.assign(new Error('text of the server'), { name, $metadata: { httpStatusCode } })
const broken = (code: string) => Object.assign(new Error('text of the system'), { code })

describe('a failure', () => {
  it.each<[Failure['kind'], unknown]>([
    ['exists', answered(412, 'PreconditionFailed')],
    ['missing', answered(404, 'NoSuchKey')],
    ['final', answered(404, 'NoSuchBucket')],
    ['final', answered(403, 'AccessDenied')],
    ['final', answered(301, 'PermanentRedirect')],
    ['final', answered(400, 'AuthorizationHeaderMalformed')],
    ['final', answered(501, 'NotImplemented')],
    ['final', answered(507, 'XMinioStorageFull')],
    ['passing', answered(409, 'ConditionalRequestConflict')],
    ['passing', answered(429)],
    ['passing', answered(500, 'InternalError')],
    ['passing', answered(503, 'SlowDown')],
    ['passing', answered(403, 'RequestTimeTooSkewed')],
    ['passing', answered(400, 'BadDigest')],
    ['passing', answered(200)],
    ['passing', new NoAnswerError(1000)],
    ['passing', broken('ECONNRESET')],
    ['passing', broken('EPIPE')],
    ['away', broken('ECONNREFUSED')],
    ['away', broken('ENOTFOUND')],
    ['final', broken('DEPTH_ZERO_SELF_SIGNED_CERT')],
    ['final', Object.assign(new Error('none'), { name: 'CredentialsProviderError' })],
    ['final', new Error('Region is missing')],
    ['passing', new Error('anything else')],
  ])('is %s: %s', (kind, error) => {
    expect(failureOf(error).kind).toBe(kind)
  })

  it('says what came, and what to do', () => {
    expect(failureOf(answered(404, 'NoSuchBucket')).what).toBe(
      'NoSuchBucket, HTTP 404: there is no such bucket: create it, or correct the address',
    )
    expect(failureOf(new NoAnswerError(1500)).what).toBe('no answer within 1.5 s')
    expect(failureOf(broken('ENOTFOUND')).what).toBe(
      'no connection (ENOTFOUND): is the endpoint right, and the store up?',
    )
  })

  it('never repeats what a server wrote, whatever that is', () => {
    const thing = fc.oneof(fc.string({ minLength: 4 }), fc.constant('__proto__'), fc.jsonValue())
    const errors = fc.record(
      {
        message: fc.string({ minLength: 20 }),
        name: thing,
        code: thing,
        $metadata: fc.oneof(fc.record({ httpStatusCode: fc.integer() }), fc.constant(undefined)),
      },
      { requiredKeys: ['message'] },
    )
    const property = fc.property(fc.oneof(errors, fc.anything()), (error) => {
      const { kind, what } = failureOf(error)
      expect(['exists', 'missing', 'away', 'passing', 'final']).toContain(kind)
      expect(what.length).toBeLessThan(300)
      expect(what).not.toMatch(/[^ -~]/)
    })
    fc.assert(property, { numRuns: 2000 })
  })
})
