import { setTimeout as sleep } from 'node:timers/promises'
import { type AnyProject, Checkpoints, openStore, verify } from '@coelho/runtime'
import { expect } from 'vitest'
import type { TestCluster } from './cluster.test-support.js'
import { projects } from './projects.test-support.js'
import type { WorkerOptions } from './worker.test-support.js'
import { TrainingProcess } from './workers.test-support.js'

/** Workers of one group, as many as are alive, and what all that ever were have said. */
export class Crew {
  readonly all: TrainingProcess[] = []
  private readonly options: WorkerOptions

  constructor(options: WorkerOptions) {
    this.options = options
  }

  private get project(): AnyProject {
    return projects[this.options.family ?? 'tree']
  }

  get alive(): TrainingProcess[] {
    return this.all.filter(({ hasEnded }) => !hasEnded)
  }

  /** Events in the last checkpoint. */
  get events(): number {
    return Math.max(0, ...this.all.map(({ events }) => events))
  }

  add(): TrainingProcess {
    const worker = new TrainingProcess(this.options)
    this.all.push(worker)
    return worker
  }

  /** The one that was given partitions last, if it has them still. */
  get owner(): TrainingProcess | undefined {
    const takes = this.alive.flatMap((worker) => {
      const last = worker.news.filter((one) => 'took' in one && one.took !== 'drained').at(-1)
      return last && 'took' in last && last.took === 'assigned' ? [{ worker, at: last.at }] : []
    })
    return takes.sort((a, b) => b.at - a.at)[0]?.worker
  }

  async until(isSo: () => boolean, what: string, limitMs = 180_000): Promise<number> {
    const began = performance.now()
    for (;;) {
      const isNobodyLeft = this.alive.length === 0
      if (isSo()) return performance.now() - began
      const isLate = performance.now() - began > limitMs
      if (isNobodyLeft || isLate) {
        const told = this.all.map(({ lines }) => lines.slice(-5).join('\n')).join('\n--\n')
        const why = isLate ? `took more than ${limitMs} ms` : 'waits for workers that have ended'
        throw new Error(`${what} ${why}; ${this.events} events\n${told}`)
      }
      await sleep(10)
    }
  }

  async stop(): Promise<void> {
    for (const worker of this.alive) worker.signal('SIGTERM')
    await Promise.all(this.all.map(({ ended }) => ended))
  }

  killAll(): void {
    for (const worker of this.alive) worker.signal('SIGKILL')
  }

  /** Each generation was written by one worker, and they only ever grow. */
  expectOneOwner(): void {
    const saves = this.all
      .flatMap(({ news }) => news.flatMap((one) => ('saved' in one ? [one] : [])))
      .sort((a, b) => a.at - b.at || a.saved - b.saved)
      .map(({ saved }) => saved)
    expect(new Set(saves).size).toBe(saves.length)
    expect(saves).toEqual([...saves].sort((a, b) => a - b))
  }

  /** Events in the last checkpoint that is there, whatever was said of it. */
  async eventsInStore(): Promise<number> {
    const checkpoints = new Checkpoints(await openStore(this.options.store), this.project.name)
    return (await checkpoints.newest())?.manifest.events ?? 0
  }

  /** Everything in the topic was learned once, as a replay of what was recorded shows. */
  async expectEachOnce(cluster: TestCluster): Promise<number> {
    const { project } = this
    const checkpoints = new Checkpoints(await openStore(this.options.store), project.name)
    const { manifest } = (await checkpoints.newest())!
    const log = cluster.log(this.options.topics[0]!)
    let records = 0
    for (const { partition, end } of await log.ranges()) {
      for (let at = 0; at < end; ) {
        const batch = (await log.read(partition, at))!
        records += batch.records.length
        at = batch.next
      }
      expect(manifest.positions.find((one) => one.partition === partition)?.next).toBe(end)
    }
    expect(manifest.events).toBe(records)
    expect(await verify(project, checkpoints, log)).toMatchObject({ isSame: true })
    return records
  }
}
