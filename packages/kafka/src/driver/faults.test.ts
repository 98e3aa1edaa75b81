import { SourceError } from '@coelho/runtime'
import kafkajs from 'kafkajs'
import { describe, expect, it } from 'vitest'
import { faultOf, faultOfCode } from './faults.js'
import type { KafkaFault } from './kafka-driver.js'
import { createCluster } from './kafkajs-package.js'

const kindOf = (error: Error) => (faultOf(error, 'asking') as KafkaFault).kind
const ofType = (type: string, retriable = false) =>
  Object.assign(new Error(type), { name: 'KafkaJSProtocolError', type, retriable })
const named = (name: string, message = '') => Object.assign(new Error(message), { name })

describe('what an error of kafkajs asks for', () => {
  it('is told by its kind, however often kafkajs has tried', () => {
    const lost = named('KafkaJSConnectionError', 'Connection timeout')
    const often = Object.assign(named('KafkaJSNumberOfRetriesExceeded'), { cause: lost })
    expect([lost, often, named('KafkaJSRequestTimeoutError')].map(kindOf)).toEqual([
      ...['retry', 'retry', 'retry'],
    ])
    expect(kindOf(ofType('REBALANCE_IN_PROGRESS', true))).toBe('rejoin')
    expect(kindOf(ofType('UNKNOWN_MEMBER_ID'))).toBe('expelled')
    expect(kindOf(ofType('NOT_COORDINATOR_FOR_GROUP', true))).toBe('retry')
    expect(kindOf(ofType('GROUP_AUTHORIZATION_FAILED'))).toBe('fatal')
    expect(kindOf(named('KafkaJSSASLAuthenticationError'))).toBe('fatal')
    expect(kindOf(new TypeError('a defect'))).toBe('fatal')
  })

  it('is left alone where it is ours', () => {
    const ours = new SourceError('Kafka', 'is old')
    expect(faultOf(ours, 'asking')).toBe(ours)
    expect(faultOfCode(6, 'fetching').message).toBe('fetching: NOT_LEADER_OR_FOLLOWER')
    expect(faultOfCode(29, 'fetching').kind).toBe('fatal')
  })
})

describe('another release of kafkajs', () => {
  it('is refused before anything is read', () => {
    const client = new kafkajs.Kafka({ brokers: ['localhost:9092'] })
    expect(() => createCluster(client)).not.toThrow()
    const [symbol] = Object.getOwnPropertySymbols(client).filter(
      ({ description }) => description === 'private:Kafka:createCluster',
    )
    const text = 'kafkajs: must be release 2.2.4, whose connections are used here.'
    const others = [undefined, () => ({}), () => ({ brokerPool: { createBroker: () => ({}) } })]
    for (const make of others) {
      const other = make ? { [symbol!]: make } : {}
      expect(() => createCluster(other as never)).toThrow(text)
    }
  })
})
