// The module `live`: how the code of an example reads the page and draws on it.
import { Chart, type ChartOptions } from './chart.js'
import type { Figures, Look, ToPage, ToWorker } from './messages.js'
import { Plane, type PlaneOptions } from './plane.js'
import { problemOf } from './problem.js'

/** Something that is part of the picture. */
interface Drawing {
  draw(context: OffscreenCanvasRenderingContext2D, look: Look): void
}

const sliders = new Map<string, number>()
const drawings: Drawing[] = []
let look: Look
let steps: (() => void)[] = []
let shown: Figures = {}
const canvas = new OffscreenCanvas(1, 1)
const context = canvas.getContext('2d')!

/** Calls `step` before each picture. */
export function everyFrame(step: () => void): void {
  if (typeof step !== 'function') throw new TypeError('everyFrame takes a function')
  steps.push(step)
}

/** Where the slider of the page with this name stands. */
export function slider(name: string): number {
  const value = sliders.get(name)
  if (value !== undefined) return value
  throw new RangeError(`no slider is called "${name}"; there is ${[...sliders.keys()].join(', ')}`)
}

/** A plane with dots, rings and regions. */
export function plane(options: PlaneOptions): Plane {
  const made = new Plane(options)
  drawings.push(made)
  return made
}

/** Lines that move to the left as values are added. */
export function chart(options: ChartOptions): Chart {
  const made = new Chart(options)
  drawings.push(made)
  return made
}

/** Shows figures below the picture; what has a `get()` is asked for its value. */
export function figures(values: Record<string, unknown>): void {
  shown = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(value)]))
}

function textOf(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'get' in value) {
    return textOf((value as { get(): unknown }).get())
  }
  if (typeof value !== 'number') return String(value)
  if (!Number.isFinite(value)) return '–'
  return Number.isInteger(value) ? value.toLocaleString('en-GB') : value.toFixed(3)
}

function picture(): ImageBitmap {
  if (canvas.width !== look.width) canvas.width = look.width
  if (canvas.height !== look.height) canvas.height = look.height
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.fillStyle = look.palette.paper
  context.fillRect(0, 0, look.width, look.height)
  for (const drawing of drawings) drawing.draw(context, look)
  return canvas.transferToImageBitmap()
}

function tell(message: ToPage, given: Transferable[] = []): void {
  postMessage(message, { transfer: given })
}

function fail(error: unknown): void {
  steps = []
  tell({ kind: 'failed', problem: problemOf(error) })
}

/** Runs code as a module of its own: its imports, its lines. */
async function run(code: string): Promise<void> {
  const address = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))
  await import(address)
  tell({ kind: 'started' })
}

async function hear(message: ToWorker): Promise<void> {
  if (message.kind === 'run') {
    look = message.beginning.look
    for (const [name, value] of Object.entries(message.beginning.sliders)) sliders.set(name, value)
    await run(message.code)
  } else if (message.kind === 'ask') tell({ kind: 'answer' })
  else if (message.kind === 'slide') sliders.set(message.name, message.value)
  else if (message.kind === 'look') look = message.look
  else {
    if (!message.still) for (const step of steps) step()
    const drawn = picture()
    tell({ kind: 'drawn', picture: drawn, figures: shown }, [drawn])
  }
}

self.onmessage = ({ data }: MessageEvent<ToWorker>) => hear(data).catch(fail)
self.onerror = (_event, _file, _line, _column, error) => fail(error)
self.onunhandledrejection = ({ reason }: PromiseRejectionEvent) => fail(reason)
tell({ kind: 'loaded' })
