import {
  type Checkpoint,
  Checkpoints,
  type Counts,
  Learning,
  type Manifest,
  type Objects,
  type ProjectLearners,
  type Skipped,
} from '@coelho/runtime'
import { type MetricValues, type Past, valuesOf } from '../learned.js'

/** All that is to be known of a checkpoint without a look into its models. */
export interface Facts {
  readonly project: string
  readonly store: string
  readonly generation: number
  readonly epoch: number
  readonly savedAt: string
  readonly writer: string
  /** The hash of the generation before; null of the first. */
  readonly parent: string | null
  /** The snapshot that the recorded order goes on from. */
  readonly base: Manifest['base']
  /** The state of the models: the same bytes mean the same state, to the last bit. */
  readonly state: Manifest['blob']
  /** Events learned since the beginning, and what became of them. */
  readonly events: number
  readonly counts: Counts
  readonly waiting: number
  readonly positions: Manifest['positions']
  readonly champion: string
  readonly contestants: readonly ContestantFacts[]
  readonly history: Past
  /** Newer generations that cannot be used, and why. */
  readonly damaged: readonly Skipped[]
}

export interface ContestantFacts {
  readonly name: string
  /** As code that builds it. */
  readonly model: string
  readonly judged: number
  readonly learned: number
  readonly refused: number
  readonly metrics: MetricValues
}

/**
 * What a store knows of a project: its newest generation that can be used, or the one that is
 * asked for; `undefined` of none.
 */
export async function inspect(
  store: Objects,
  project: string,
  generation?: number,
  learners: ProjectLearners | null = null,
): Promise<Facts | undefined> {
  const damaged: Skipped[] = []
  const checkpoints = new Checkpoints(store, project, (skipped) => damaged.push(skipped))
  const checkpoint =
    generation === undefined ? await checkpoints.newest() : await checkpoints.read(generation)
  return (
    checkpoint &&
    factsOf(checkpoint, Learning.load(checkpoint.snapshot, learners), store.url, damaged)
  )
}

function factsOf(
  { manifest }: Checkpoint,
  learning: Learning,
  store: string,
  damaged: Skipped[],
): Facts {
  const { project, generation, epoch, savedAt, writer, parent, base, blob, events } = manifest
  const { takeovers, drifts } = learning.history
  return {
    ...{ project, store, generation, epoch, savedAt, writer, parent, base },
    state: blob,
    events,
    counts: learning.counts,
    waiting: learning.waiting.size,
    positions: manifest.positions,
    champion: learning.champion,
    contestants: learning.contestants.map((one) => ({
      name: one.name,
      model: String(one.model),
      ...{ judged: one.judged, learned: one.learned, refused: one.refused },
      metrics: valuesOf(one),
    })),
    history: { takeovers, drifts },
    damaged,
  }
}
