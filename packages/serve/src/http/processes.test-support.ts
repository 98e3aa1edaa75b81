import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildProgram, WorkerProcess } from '#services/worker-process.js'
import { ORDER } from './lab.test-support.js'
import type { LoadNews, LoadPlan } from './load-process.test-support.js'
import type { ServerOptions } from './options.js'
import type { ServerNews } from './server-process.test-support.js'

/** What is asked: one order, unless it is told. */
type Plan = Omit<LoadPlan, 'body'> & { readonly body?: string }

/** A server in a process of its own. */
export class ServerProcess {
  readonly port: number
  readonly process: WorkerProcess<ServerNews>

  constructor(port: number, process: WorkerProcess<ServerNews>) {
    this.port = port
    this.process = process
  }

  /** How it is now. */
  facts(): Promise<ServerNews> {
    this.process.tell('facts')
    return this.process.next()
  }
}

/** Programs that ask and that answer, built once. */
export class Range {
  private readonly folders: string[] = []
  private readonly started: WorkerProcess<unknown>[] = []
  private server = ''
  private load = ''

  async build(): Promise<void> {
    this.server = await this.program('server-process.test-support.ts')
    this.load = await this.program('load-process.test-support.ts')
  }

  async close(): Promise<void> {
    for (const process of this.started) if (!process.hasEnded) await process.kill()
    for (const folder of this.folders) await rm(folder, { recursive: true })
  }

  /** With a model of its own, or with the versions that come to a folder. */
  async serve(options: ServerOptions = {}, folder?: string): Promise<ServerProcess> {
    const process = new WorkerProcess<ServerNews>([
      '--expose-gc',
      this.server,
      JSON.stringify(options),
      ...(folder === undefined ? [] : [folder]),
    ])
    this.started.push(process)
    const { port } = await process.next()
    return new ServerProcess(port!, process)
  }

  async ask(plan: Plan): Promise<LoadNews> {
    return (await this.begin(plan)).done
  }

  /** Once it has begun to ask. */
  async begin(plan: Plan): Promise<{ readonly done: Promise<LoadNews> }> {
    const body = plan.body ?? JSON.stringify(ORDER)
    const process = new WorkerProcess<unknown>([this.load, JSON.stringify({ ...plan, body })])
    this.started.push(process)
    await process.next()
    return { done: process.next() as Promise<LoadNews> }
  }

  private async program(file: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'coelho-http-'))
    this.folders.push(folder)
    return buildProgram(new URL(file, import.meta.url), folder)
  }
}
