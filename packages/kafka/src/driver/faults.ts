import { RuntimeError } from '@coelho/runtime'
import { type FaultKind, KafkaFault } from './kafka-driver.js'

/** Of the protocol's codes those that mean something to a group. */
const KINDS: Readonly<Record<string, FaultKind>> = {
  REBALANCE_IN_PROGRESS: 'rejoin',
  ILLEGAL_GENERATION: 'rejoin',
  UNKNOWN_MEMBER_ID: 'expelled',
  INCONSISTENT_GROUP_PROTOCOL: 'fatal',
}

/** Those of a fetch that pass by themselves, or after another look at who leads. */
const PASSING: ReadonlyMap<number, string> = /* @__PURE__ */ new Map([
  [3, 'UNKNOWN_TOPIC_OR_PARTITION'],
  [5, 'LEADER_NOT_AVAILABLE'],
  [6, 'NOT_LEADER_OR_FOLLOWER'],
  [9, 'REPLICA_NOT_AVAILABLE'],
  [13, 'NETWORK_EXCEPTION'],
  [56, 'KAFKA_STORAGE_ERROR'],
  [74, 'FENCED_LEADER_EPOCH'],
  [75, 'UNKNOWN_LEADER_EPOCH'],
  [78, 'OFFSET_NOT_AVAILABLE'],
  [100, 'UNKNOWN_TOPIC_ID'],
  [103, 'INCONSISTENT_TOPIC_ID'],
])

/** A fetch from an offset the log does not have. */
export const OUT_OF_RANGE = 1
export const UNKNOWN_TOPIC = 3

export function faultOfCode(code: number, doing: string): KafkaFault {
  const name = PASSING.get(code)
  if (name) return new KafkaFault('retry', `${doing}: ${name}`)
  return new KafkaFault('fatal', `${doing} is refused with the protocol's code ${code}`)
}

interface KafkajsError extends Error {
  readonly type?: string
  readonly retriable?: boolean
}

/** What an error of kafkajs asks for. Ours go through as they are. */
export function faultOf(error: unknown, doing: string): Error {
  if (error instanceof KafkaFault || error instanceof RuntimeError) return error
  const { name, message, type, retriable, cause } = error as KafkajsError
  if (name === 'KafkaJSNumberOfRetriesExceeded' && cause) return faultOf(cause, doing)
  const text = `${doing}: ${type ?? message}`
  if (type !== undefined && KINDS[type]) return new KafkaFault(KINDS[type], text)
  const isOfConnection = /^KafkaJS(Connection|RequestTimeout|BrokerNotFound|LockTimeout)/.test(name)
  const isPassing = retriable === true || isOfConnection || /ECONN|EPIPE|ETIMEDOUT/.test(message)
  if (name === 'KafkaJSSASLAuthenticationError') return new KafkaFault('fatal', text)
  return new KafkaFault(isPassing ? 'retry' : 'fatal', text)
}
