export { fromEnv, fromFile, type Secret } from '@coelho/runtime'
export type { Access, Sasl, Tls } from './access/access.js'
export {
  type FaultKind,
  type Joined,
  type JoinRequest,
  type KafkaDriver,
  KafkaFault,
  type KafkaLink,
  type LedPartition,
  type Member,
  type OffsetRange,
  type Shared,
  type TopicPartition,
} from './driver/kafka-driver.js'
export {
  KafkaProducer,
  type KafkaProducerOptions,
  type TopicRecord,
} from './producer/kafka-producer.js'
export { deadLetterTopic, predictionTopic } from './producer/outlets.js'
export { KafkaLog } from './source/kafka-log.js'
export { KafkaSource, type KafkaSourceOptions } from './source/kafka-source.js'
export type { ReadingOptions } from './source/reading-options.js'
export type { AbortedTransaction } from './wire/aborted.js'
export type { Identity, WrittenRecord } from './wire/batch-writer.js'
export type { FetchedPartition, FetchLimits, Wanted } from './wire/fetch.js'
export type { Node, TopicAnswer } from './wire/metadata.js'
export type { Outgoing, ProducedPartition } from './wire/produce.js'
