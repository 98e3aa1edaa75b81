export { Cache, type CacheOptions, type Stream } from './cache.js'
export type { Awaitable, CacheStore, CacheWriter } from './cache-stores.js'
export { type ArffOptions, iterArff } from './iter-arff.js'
export { type ArrayOptions, iterArray, type Targets, type Values } from './iter-array.js'
export {
  type ArrowColumn,
  type ArrowField,
  type ArrowOptions,
  type ArrowSource,
  type ArrowTable,
  iterArrow,
} from './iter-arrow.js'
export type { CsvOptions, WithTarget } from './iter-csv.js'
export { iterCsv } from './iter-csv.js'
export { iterJsonl, type JsonlOptions } from './iter-jsonl.js'
export { iterLibsvm, type LibsvmOptions } from './iter-libsvm.js'
export { iterParquet, type ParquetOptions } from './iter-parquet.js'
export type { BlobLike, ParquetSource, RandomAccess } from './parquet-file.js'
export type { ColumnOptions, OnError, ReadOptions } from './read-options.js'
export { RowReader, type RowSource } from './row-reader.js'
export { type ShuffleOptions, shuffle } from './shuffle.js'
export {
  type Delay,
  type Moment,
  type Qa,
  type QaEvent,
  type QaOptions,
  simulateQa,
} from './simulate-qa.js'
export type { Bytes, Chunk, ChunkSource, Location, Source, SourceOptions } from './source.js'
export type { WebStream, WebStreamReader } from './web-stream.js'
