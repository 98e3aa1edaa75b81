import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { type evaluate, isEmpty, type Label, Subject } from '@coelho/core'
import type { AnyProject } from '@coelho/runtime'
import type { Prediction, Traffic, TrafficState } from '../api/shapes.js'
import { valuesByName } from '../learned.js'
import type { Asked, ServedVersion } from './served-version.js'

type Role = 'newest' | 'share' | 'shadow'

/** So many answers wait for their label. */
const MOST_WAITING = 10_000

/** A version that answers requests, and how well it did. */
class Arm {
  readonly role: Role
  readonly version: ServedVersion | undefined
  predictions = 0
  disagreements = 0
  judged = 0
  private readonly project: AnyProject
  private readonly metric: evaluate.AnyMetric
  private subject: Subject | undefined

  constructor(role: Role, version: ServedVersion | undefined, project: AnyProject) {
    this.role = role
    this.version = version
    this.project = project
    this.metric = project.options.metric()
  }

  judge({ prediction, probabilities }: Asked, y: Label): void {
    // A metric that asks for labels takes the likeliest.
    const answer = probabilities?.size ? probabilities : prediction
    if (isEmpty(answer)) return
    this.subject ??= new Subject(this.project.options.pipeline(), this.metric)
    this.subject.judge({}, y, answer, undefined)
    this.judged++
  }

  get values(): Record<string, number | null> {
    return valuesByName(this.metric)
  }
}

/** What one event was answered, by each arm that was asked. */
type Answers = readonly (readonly [arm: Arm, said: Asked])[]

/**
 * Requests over versions: each arm has its share, by a hash of whoever asks, so that one who asks
 * again meets the same; what is left goes to the newest. A shadow answers beside, for nobody.
 */
export class TrafficSplit {
  private readonly project: AnyProject
  private arms: Arm[] = []
  private asked: Traffic = { shares: [], shadow: null }
  private readonly waiting: Map<string, Answers> = new Map()

  constructor(project: AnyProject) {
    this.project = project
    this.set({ shares: [], shadow: null }, new Map())
  }

  /** Versions by their numbers: those that the shares and the shadow name. */
  set(traffic: Traffic, versions: ReadonlyMap<number, ServedVersion>): void {
    const { project } = this
    const shared = traffic.shares.map(
      ({ version }) => new Arm('share', versions.get(version), project),
    )
    const shadow =
      traffic.shadow === null ? [] : [new Arm('shadow', versions.get(traffic.shadow), project)]
    this.arms = [new Arm('newest', undefined, project), ...shared, ...shadow]
    this.asked = traffic
    this.waiting.clear()
  }

  /** Whether requests are shared so already. */
  isAskedFor(traffic: Traffic): boolean {
    return isDeepStrictEqual(traffic, this.asked)
  }

  /** Whether anything but the newest is asked. */
  get isSplit(): boolean {
    return this.arms.length > 1
  }

  /** Answers by the arm that is whoever asks'; the shadow's answer is kept beside. */
  answer(newest: ServedVersion, id: string, x: unknown, key: string): Prediction {
    const arm = this.armOf(key)
    const version = arm.version ?? newest
    const said = version.ask(x)
    arm.predictions++
    const answers: [Arm, Asked][] = [[arm, said]]
    for (const shadow of this.arms) {
      if (shadow.role !== 'shadow' || !shadow.version) continue
      const beside = shadow.version.ask(x)
      shadow.predictions++
      if (beside.prediction !== said.prediction) shadow.disagreements++
      answers.push([shadow, beside])
    }
    this.keep(id, answers)
    return version.tell(id, said)
  }

  private armOf(key: string): Arm {
    const place = placeOf(key)
    let reached = 0
    for (const [i, { share }] of this.asked.shares.entries()) {
      reached += share
      if (place < reached) return this.arms[i + 1]!
    }
    return this.arms[0]!
  }

  private keep(id: string, answers: Answers): void {
    this.waiting.set(id, answers)
    if (this.waiting.size <= MOST_WAITING) return
    const [oldest] = this.waiting.keys()
    this.waiting.delete(oldest!)
  }

  /** The truth of an event that was answered before. */
  judge(id: string, y: Label): void {
    const answers = this.waiting.get(id)
    if (!answers) return
    this.waiting.delete(id)
    for (const [arm, said] of answers) arm.judge(said, y)
  }

  state(newest: number): TrafficState {
    return {
      ...this.asked,
      arms: this.arms.map((arm) => ({
        ...{ version: arm.version?.facts.version ?? newest, role: arm.role },
        ...{ predictions: arm.predictions, disagreements: arm.disagreements },
        ...{ metrics: arm.values, judged: arm.judged },
      })),
    }
  }
}

/** A number from 0 to 1 that is a key's own, evenly spread over keys. */
function placeOf(key: string): number {
  return createHash('sha256').update(key).digest().readUInt32BE(0) / 2 ** 32
}
