import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const running = new Set<ChildProcess>()

process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** Packages in CommonJS ask for it, as part of a module too. */
const REQUIRE = [
  "import { createRequire as requireFrom } from 'node:module'",
  'const require = requireFrom(import.meta.url)',
].join('\n')

/** A file of a test's, and all that it imports, as a program in a folder of the test's. */
export async function buildProgram(file: URL, folder: string): Promise<string> {
  const program = join(folder, 'program.mjs')
  await build({
    entryPoints: [fileURLToPath(file)],
    ...{ outfile: program, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' },
    ...{ banner: { js: REQUIRE }, tsconfig: root('tsconfig.json') },
    nodePaths: [root('node_modules')],
  })
  return program
}

/** A process that tells by `say` what it does. It does not outlive this one. */
export class WorkerProcess<News> {
  /** All that it has said. */
  readonly news: News[] = []
  /** Its exit code, or the signal that has ended it. */
  readonly ended: Promise<number | NodeJS.Signals>
  private readonly child: ChildProcess
  private isSilent = false
  private taken = 0
  private rest = ''
  private waiting: (() => void)[] = []

  /** The arguments are Node's: the program is one of them. */
  constructor(args: readonly string[]) {
    this.child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    running.add(this.child)
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => this.hear(text))
    this.child.stdin!.on('error', () => {}) // who has ended hears nothing
    this.ended = once(this.child, 'close').then(([code, signal]) => {
      running.delete(this.child)
      this.isSilent = true
      this.wake()
      return signal ?? code
    })
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null
  }

  /** Once this is true of what it said, or it has ended. */
  async until(isSo: (worker: this) => boolean): Promise<void> {
    while (!isSo(this) && !this.isSilent) {
      await new Promise<void>((resolve) => this.waiting.push(resolve))
    }
  }

  /** The first of what it says that was not asked for yet. */
  async next(): Promise<News> {
    const at = this.taken++
    await this.until(({ news }) => news.length > at)
    if (at >= this.news.length) throw new Error('the process has ended')
    return this.news[at]!
  }

  /** Writes it a line. */
  tell(line: string): void {
    this.child.stdin!.write(`${line}\n`)
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal)
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL')
    await this.ended
  }

  private hear(text: string): void {
    const lines = `${this.rest}${text}`.split('\n')
    this.rest = lines.pop()!
    for (const line of lines) this.news.push(JSON.parse(line) as News)
    this.wake()
  }

  private wake(): void {
    const woken = this.waiting
    this.waiting = []
    for (const resolve of woken) resolve()
  }
}
