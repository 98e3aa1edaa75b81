import { type AnyProject, encoderCodes } from '@coelho/runtime'
import { type Served, ServeError } from '../api/served.js'
import type { Clusters, Explanation, Importances, Report, Summary } from '../api/shapes.js'
import type { Said } from '../training/messages.js'
import { type EventPlace, tailOf } from './event-place.js'
import { centresOf, describeClusters, seenBy } from './insight/clusters.js'
import { explain, importances } from './insight/explain.js'
import { errorsOf, reportOf } from './insight/report.js'
import { type Plain, plainOf } from './plain.js'
import { readEvent } from './read-event.js'
import type { ServingState } from './serving-state.js'

/** So many of the last events are looked at for groups and errors. */
const TAIL = 2000
/** So many answers are kept until their truth comes. */
const MOST_SAID = 5000

/** What can be seen of the version that answers, besides its answers. */
export class Insights {
  private readonly project: AnyProject
  private readonly state: ServingState
  private readonly place: EventPlace | undefined
  private readonly said: Map<string, Plain> = new Map()

  constructor(project: AnyProject, state: ServingState, place: EventPlace | undefined) {
    this.project = project
    this.state = state
    this.place = place
  }

  /** What a training said of events, before it learned them. */
  remember(said: readonly Said[]): void {
    for (const [id, answer] of said) this.said.set(id, answer)
    for (const id of this.said.keys()) {
      if (this.said.size <= MOST_SAID) break
      this.said.delete(id)
    }
  }

  explain(event: unknown): Explanation {
    const { project, state } = this
    const { current } = state
    const { id, x } = readEvent(project, event)
    const answer = current.answer(id, x)
    if (answer.prediction === null) {
      throw new ServeError('not-ready', `the model of ${project.name} knows nothing to tell yet`)
    }
    const told = explain(current.model, x)
    if (!told) throw new ServeError('unsupported', `the model of ${project.name} cannot tell why`)
    const { kind, label, base, total, seen } = told
    const contributions = [...told.contributions]
      .map(([feature, contribution]) => {
        const value = Object.hasOwn(seen, feature) ? plainOf(seen[feature]) : null
        return { feature, value, contribution }
      })
      .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    return { ...answer, kind, label, base, total, contributions }
  }

  async report(task: Summary['task']): Promise<Report> {
    const { project, said } = this
    const { facts: version, learning } = this.state.current
    const isOfNumbers = task === 'regression' && said.size > 0
    const errors = isOfNumbers ? errorsOf(project, await this.tail(), said) : null
    return { task, version, errors, ...reportOf(learning) }
  }

  async clusters(): Promise<Clusters> {
    const { project } = this
    const { current } = this.state
    const { model, facts: version } = current
    const centres = centresOf(model)
    if (!centres) throw new ServeError('unsupported', `${project.name} has no groups`)
    const placed = (await this.tail()).flatMap(({ value, time }) => {
      const parsed = project.parse(value, time)
      if (parsed.kind !== 'event') return []
      const { id, x } = parsed
      const { prediction } = current.answer(id, x)
      const isGroup = typeof prediction === 'number'
      return isGroup ? [{ cluster: prediction, x, seen: seenBy(model, x) }] : []
    })
    return { version, ...describeClusters(centres, placed) }
  }

  importances(): Importances {
    const { model, facts: version } = this.state.current
    const shares = importances(model)?.map(([feature, importance]) => ({ feature, importance }))
    return { version, importances: shares ?? null }
  }

  encoders(): ReturnType<Served['encoders']> {
    return [...encoderCodes(this.state.current.model)].map(([encoder, codes]) => ({
      encoder,
      codes: Object.fromEntries(
        Object.entries(codes).map(([feature, pairs]) => [
          feature,
          pairs.map(([category, code]) => ({ category: plainOf(category), code })),
        ]),
      ),
    }))
  }

  private async tail(): ReturnType<typeof tailOf> {
    return this.place ? tailOf(this.place.log, TAIL) : []
  }
}
