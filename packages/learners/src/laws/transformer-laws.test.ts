import { describe, it } from 'vitest'
import { onStreams } from './on-streams.test-support.js'
import { entries, transformers } from './subjects.test-support.js'

describe.each(entries(transformers))('%s', (_, make) => {
  it('keeps the contract on streams of any seed, with and without gaps', () => {
    onStreams(make)
  })
})
