import fc from 'fast-check'
import kafkajs from 'kafkajs'
import { describe, expect, it } from 'vitest'
import { partitionOf } from './partitioner.js'

describe('the partition of a key', () => {
  it("is the one that Kafka's own clients choose", () => {
    const theirs = kafkajs.Partitioners.DefaultPartitioner()
    const key = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.uint8Array({ minLength: 1 }),
    )
    fc.assert(
      fc.property(key, fc.integer({ min: 1, max: 50 }), (key, count) => {
        const partitionMetadata = Array.from({ length: count }, (_, partitionId) => {
          return { partitionId, leader: 1, partitionErrorCode: 0, replicas: [], isr: [] }
        })
        const message = { key: Buffer.from(key), value: null }
        const expected = theirs({ topic: 't', partitionMetadata, message })
        expect(partitionOf(key, count)).toBe(expected)
      }),
    )
  })
})
