import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { datasets, random } from '@coelho/core'
import { expect } from 'vitest'
import { buildProgram, WorkerProcess } from '#services/worker-process.js'
import { Checkpoints } from '../checkpoint/checkpoints.js'
import type { Manifest } from '../checkpoint/manifest.js'
import { EventLog } from '../log/event-log.js'
import { LogSource } from '../source/log-source.js'
import { MemoryObjects } from '../store/memory-objects.js'
import type { Objects } from '../store/objects.js'
import { train } from './trainer.js'
import { verify } from './verify.js'
import { project } from './worker.test-support.js'

/** A program that trains until everything was learned, to be killed again and again. */
export class Victim {
  /** Where its logs are, and all that it may write. */
  readonly folder: string
  readonly draw: random.Random = new random.Random(11)
  private readonly program: string
  private readonly momentMs: number

  private constructor(folder: string, program: string, momentMs: number) {
    this.folder = folder
    this.program = program
    this.momentMs = momentMs
  }

  /** Of a file beside this one; killed within so long after the last checkpoint it may write. */
  static async of(file: string, momentMs: number): Promise<Victim> {
    const folder = await mkdtemp(join(tmpdir(), 'coelho-kill-'))
    const program = await buildProgram(new URL(file, import.meta.url), folder)
    return new Victim(folder, program, momentMs)
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true })
  }

  /** A log of its folder with so many events. */
  async fill(name: string, partitions: number, events: number): Promise<EventLog> {
    const log = await EventLog.open(join(this.folder, name), { partitions, sync: false })
    const stream = new datasets.synth.SEA({ seed: 5 }).take(events)
    const records = Array.from(stream, ([x, label], id) => {
      const { 0: a, 1: b } = x as Record<string, number>
      return { value: JSON.stringify({ id, a, b, label }), time: id }
    })
    await log.append(records)
    await log.close()
    return EventLog.open(join(this.folder, name))
  }

  /**
   * Its exit code, or the signal that has ended it: it is killed after so many checkpoints and a
   * moment, unless it has ended by then.
   */
  async run(args: readonly string[], saves = Infinity): Promise<number | NodeJS.Signals> {
    const worker = new WorkerProcess([this.program, ...args])
    await worker.until(({ news }) => news.length >= saves)
    await Promise.race([worker.ended, wait(this.draw.random() * this.momentMs)])
    worker.signal('SIGKILL')
    return worker.ended
  }

  /** Killed so often, it ends by itself; a checkpoint each 100 events. How often it was killed. */
  async killAgainAndAgain(args: readonly string[], most: number, events: number): Promise<number> {
    for (let kills = 0; ; kills++) {
      const saves = kills < most ? 1 + this.draw.randrange(events / 100 / most - 2) : Infinity
      const end = await this.run(args, saves)
      if (end === 'SIGKILL') continue
      expect(end).toBe(0)
      return kills
    }
  }
}

/** All of the log was learned once, as a replay of what was recorded shows. */
export async function expectEachOnce(store: Objects, log: EventLog): Promise<Manifest> {
  const checkpoints = new Checkpoints(store, project.name)
  const { manifest } = (await checkpoints.newest())!
  const ranges = await Promise.all((await log.partitions()).map((name) => log.range(name)))
  const ends = new Map(manifest.positions.map(({ partition, next }) => [partition, next]))
  for (const { partition, end } of ranges) expect(ends.get(partition)).toBe(end)
  expect(await verify(project, checkpoints, log)).toMatchObject({ isSame: true })
  return manifest
}

/** What was reached has the bytes that one reaches who never was killed. */
export async function expectSameBytes(store: Objects, log: EventLog): Promise<void> {
  const { manifest } = (await new Checkpoints(store, project.name).newest())!
  const source = new LogSource(log)
  const whole = await train(project, { source, store: new MemoryObjects(), untilDrained: true })
  expect(manifest.blob).toEqual(whole.manifest.blob)
}
