import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Vitals, WorkerNews, WorkerOptions } from './worker.test-support.js'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// In the repository, where Node finds what is not in the bundle.
const folder = here('../../../.cache/kafka-workers')
const program = `${folder}/worker-${process.pid}.mjs`

/** Makes a program of `worker.test-support.ts`. */
export async function buildWorker(): Promise<void> {
  await mkdir(folder, { recursive: true })
  process.once('exit', () => rmSync(program, { force: true }))
  await build({
    entryPoints: [here('./worker.test-support.ts')],
    ...{ outfile: program, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' },
    external: ['kafkajs', 'zod', '@aws-sdk/client-s3', '@smithy/*'],
    tsconfig: here('../../../tsconfig.json'),
  })
}

/** A process that trains, and all that it has said. */
export class WorkerProcess {
  readonly news: WorkerNews[] = []
  readonly ended: Promise<number | undefined>
  private readonly child: ChildProcess
  private heard: () => void = () => {}

  constructor(options: WorkerOptions) {
    const args = ['--expose-gc', program, 'work', JSON.stringify(options)]
    this.child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const kill = () => this.child.kill('SIGKILL')
    process.once('exit', kill)
    this.ended = once(this.child, 'close').then(([code]) => {
      process.off('exit', kill)
      this.heard()
      return code ?? undefined
    })
    let rest = ''
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      const lines = `${rest}${text}`.split('\n')
      rest = lines.pop()!
      for (const line of lines) this.news.push(JSON.parse(line) as WorkerNews)
      this.heard()
    })
  }

  get saves(): number {
    return this.news.filter((one) => 'saved' in one).length
  }

  /** Events learned and saved, as it said last. */
  get events(): number {
    return this.news.reduce((last, one) => ('events' in one ? one.events : last), 0)
  }

  get lines(): string[] {
    return this.news.flatMap((one) => ('line' in one ? [one.line] : []))
  }

  /** What it holds of the machine now. */
  async vitals(): Promise<Vitals> {
    const told = () => this.news.flatMap((one) => ('vitals' in one ? [one.vitals] : []))
    const { length } = told()
    this.signal('SIGUSR2')
    await this.until(() => told().length > length)
    const [vitals] = told().slice(length)
    if (!vitals) throw new Error('the worker has ended')
    return vitals
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal)
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL')
    await this.ended
  }

  /** Once this is true of what it said, or it has ended. */
  async until(isSo: (worker: this) => boolean): Promise<void> {
    while (!isSo(this) && !this.hasEnded) {
      await new Promise<void>((resolve) => {
        this.heard = resolve
      })
    }
  }
}
