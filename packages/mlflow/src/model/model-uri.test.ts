import { InvalidInputError } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseModelUri } from './model-uri.js'

describe('the address of a model', () => {
  it('names a version, an alias, or a folder of a run', () => {
    expect(parseModelUri('models:/fraud/3')).toEqual({
      kind: 'version',
      name: 'fraud',
      version: '3',
    })
    expect(parseModelUri('models:/a b.c@champion')).toEqual({
      ...{ kind: 'alias', name: 'a b.c', alias: 'champion' },
    })
    expect(parseModelUri('runs:/0a1b/model/deep')).toEqual({
      ...{ kind: 'run', runId: '0a1b', path: 'model/deep' },
    })
  })

  it.each([
    ...['', 'fraud', 'models:/', 'models:/fraud', 'models:/fraud/', 'models:/fraud@', 'models:/@a'],
    ...[
      'models://fraud/1',
      'models:/fraud/0',
      'models:/fraud/latest',
      'models:/a/b/1',
      'models:/a@b@c',
    ],
    ...['runs:/', 'runs:/1', 'runs:/1/', 'runs:/1/../2', 'runs:/../1/model', 'runs:/1/%2e%2e/x'],
    ...[
      'runs:/a b/model',
      's3://bucket/key',
      'file:///etc/passwd',
      'models:/a/1\n',
      'models:/a/-1',
      'models:/../1',
      'models:/..@champion',
    ],
  ])('of another kind is refused: %j', (uri) => {
    expect(() => parseModelUri(uri)).toThrow(InvalidInputError)
  })

  it('of any text is read, or refused', () => {
    const pieces = fc.constantFrom('models:/', 'runs:/', '/', '@', '..', '%2e', 'a', '1', '\n', ':')
    const texts = fc.array(fc.oneof(pieces, fc.string()), { maxLength: 8 })
    const property = fc.property(texts, (parts) => {
      try {
        const address = parseModelUri(parts.join(''))
        const steps = address.kind === 'run' ? address.path.split('/') : [address.name]
        expect(steps.some((step) => ['', '.', '..'].includes(step))).toBe(false)
        expect(address.kind === 'run' || !/[/:@]/.test(address.name)).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidInputError)
      }
    })
    fc.assert(property, { numRuns: 3000 })
  })
})
