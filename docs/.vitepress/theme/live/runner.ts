// Runs the code of an example in a worker, picture by picture.
import type {
  Beginning,
  Figures,
  Look,
  Problem,
  ToPage,
  ToWorker,
} from '../../../live/kit/messages.js'
import { resolveImports } from './imports.js'

/** How long code may keep the worker from answering, and the network from loading it. */
const PATIENCE_MS = 4_000
const LOADING_MS = 60_000
const ASK_EVERY_MS = 1_000

export interface Listener {
  picture(picture: ImageBitmap, figures: Figures): void
  /** It is over: by an error, or because it never gave way. */
  failed(problem: Problem): void
}

/** Where modules are, by the names they are imported by. */
export type Modules = Readonly<Record<string, string>>

export class Runner {
  private readonly modules: Modules
  private readonly listener: Listener
  private worker: Worker | undefined
  private timer: ReturnType<typeof setInterval> | undefined
  private isLoaded = false
  private isStarted = false
  private isDrawing = false
  /** When something was asked that has no answer yet. */
  private askedAt: number | undefined

  constructor(modules: Modules, listener: Listener) {
    this.modules = modules
    this.listener = listener
  }

  /** Ends what runs, and starts this code. */
  start(code: string, beginning: Beginning): void {
    this.stop()
    try {
      const resolved = resolveImports(code, this.modules)
      this.worker = new Worker(this.modules['live']!, { type: 'module' })
      this.worker.onmessage = ({ data }: MessageEvent<ToPage>) => this.hear(data)
      this.worker.onerror = () => this.fail('Stopped', 'The examples could not be loaded.')
      this.send({ kind: 'run', code: resolved, beginning })
    } catch (error) {
      const { name, message, line } = error as Problem
      this.listener.failed({ name, message, line })
      return
    }
    this.askedAt = performance.now()
    this.timer = setInterval(() => this.watch(), ASK_EVERY_MS)
  }

  /** Asks for the next picture, or for the same one in another look. */
  draw(still = false): void {
    if (!this.isStarted || this.isDrawing) return
    this.isDrawing = true
    this.send({ kind: 'draw', still })
  }

  slide(name: string, value: number): void {
    this.send({ kind: 'slide', name, value })
  }

  look(look: Look): void {
    this.send({ kind: 'look', look })
  }

  stop(): void {
    clearInterval(this.timer)
    this.worker?.terminate()
    this.worker = undefined
    this.isLoaded = false
    this.isStarted = false
    this.isDrawing = false
  }

  private send(message: ToWorker): void {
    this.worker?.postMessage(message)
  }

  private hear(message: ToPage): void {
    this.askedAt = undefined
    this.isLoaded = true
    if (message.kind === 'failed') {
      this.stop()
      this.listener.failed(message.problem)
    } else if (message.kind === 'started') {
      this.isStarted = true
      this.draw()
    } else if (message.kind === 'drawn') {
      this.isDrawing = false
      this.listener.picture(message.picture, message.figures)
    }
  }

  /** Code that is in a loop does not answer. */
  private watch(): void {
    const now = performance.now()
    if (this.askedAt === undefined) {
      this.askedAt = now
      this.send({ kind: 'ask' })
      return
    }
    const waited = now - this.askedAt
    if (!this.isLoaded) {
      if (waited > LOADING_MS) this.fail('Stopped', 'The library could not be loaded.')
    } else if (waited > PATIENCE_MS) {
      const seconds = PATIENCE_MS / 1000
      this.fail('Stopped', `No answer for ${seconds} seconds: an endless loop?`)
    }
  }

  private fail(name: string, message: string): void {
    this.stop()
    this.listener.failed({ name, message })
  }
}
