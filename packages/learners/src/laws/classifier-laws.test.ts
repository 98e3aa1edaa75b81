import { describe, it } from 'vitest'
import { onStreams } from './on-streams.test-support.js'
import { classifiers, entries } from './subjects.test-support.js'

describe.each(entries(classifiers))('%s', (_, make) => {
  it('keeps the contract on streams of any seed, with and without gaps', () => {
    onStreams(make)
  })
})
