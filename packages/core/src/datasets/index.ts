export type { Seed } from './seed.js'
export * as synth from './synth/index.js'
export {
  type DatasetEvent,
  type DatasetFacts,
  SyntheticDataset,
  type Task,
} from './synthetic.js'
