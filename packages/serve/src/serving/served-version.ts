import { isEmpty, type Label, lastStep, putOwn } from '@coelho/core'
import { type AnyProject, type Checkpoint, Learning, type Manifest } from '@coelho/runtime'
import { ServeError } from '../api/served.js'
import type { Prediction, Version } from '../api/shapes.js'
import { plainOf } from './plain.js'

type Probable = { predictProbaOne?(x: unknown): Map<Label, number> }
type Predicting = { predictOne?(x: unknown): unknown; scoreOne?(x: unknown): number }
type Judging = { judgeOne?(x: unknown): Asked }

/** A model's answer, in its own labels. */
export interface Asked {
  readonly prediction: unknown
  readonly probabilities: Map<Label, number> | undefined
}

/** A state of a project's models that answers. It never changes: the next one takes its place. */
export class ServedVersion {
  readonly facts: Version
  readonly manifest: Manifest
  readonly learning: Learning

  /** A pipeline has every method; what its last step has, it can. */
  private readonly isProbable: boolean
  private readonly isPredicting: boolean
  private readonly isJudging: boolean

  private constructor(manifest: Manifest, learning: Learning) {
    this.manifest = manifest
    const last = lastStep(learning.leader.model)
    this.isProbable = typeof last['predictProbaOne'] === 'function'
    this.isPredicting = typeof last['predictOne'] === 'function'
    this.isJudging = typeof last['judgeRow'] === 'function'
    this.learning = learning
    const { project: model, generation, blob, events, savedAt } = manifest
    this.facts = { model, version: generation, sha256: blob.sha256, events, savedAt }
  }

  /**
   * Throws where the snapshot is not what this program can read; its hash was looked at. The
   * version lives in the checkpoint's bytes: they are of no use for anything else afterwards.
   */
  static load({ manifest, snapshot }: Checkpoint, { options }: AnyProject): ServedVersion {
    const trust = { isVerified: true, isOwned: true }
    return new ServedVersion(manifest, Learning.load(snapshot, options.learners, trust))
  }

  get model(): object {
    return this.learning.leader.model
  }

  /** What it says of an event, and of which one. */
  answer(id: string | null, x: unknown): Prediction {
    return this.tell(id, this.ask(x))
  }

  /** What the model itself answers. */
  ask(x: unknown): Asked {
    const model = this.model as Probable & Predicting & Judging
    try {
      if (this.isJudging) return model.judgeOne!(x)
      const probabilities = this.isProbable ? model.predictProbaOne?.(x) : undefined
      const prediction = this.isPredicting ? model.predictOne?.(x) : model.scoreOne?.(x)
      return { prediction, probabilities }
    } catch (error) {
      throw new ServeError('unusable', (error as Error).message)
    }
  }

  /** The same as it goes over the wire. */
  tell(id: string | null, { prediction, probabilities }: Asked): Prediction {
    const said = isEmpty(prediction) ? null : plainOf(prediction)
    return { id, version: this.facts, probabilities: shares(probabilities), prediction: said }
  }
}

/** By label, as text; the labels of a model are never two of one spelling, but may be odd names. */
function shares(said: unknown): Record<string, number> | null {
  if (!(said instanceof Map) || said.size === 0) return null
  const record: Record<string, number> = {}
  for (const [label, share] of said) putOwn(record, String(label), share)
  return record
}
