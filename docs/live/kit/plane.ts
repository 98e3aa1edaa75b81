import type { Look } from './messages.js'

export interface PlaneOptions {
  /** What the left and the right edge stand for. */
  readonly x: readonly [number, number]
  /** What the lower and the upper edge stand for. */
  readonly y: readonly [number, number]
  /** How many dots stay; older ones fade. */
  readonly dots?: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

interface Dot extends Point {
  readonly kind: number
}

interface Ring extends Dot {
  readonly radius: number
}

const CELLS = 40

/** A plane with dots, rings and regions; classes have colours and dots have shapes by class. */
export class Plane {
  private readonly options: PlaneOptions
  private readonly most: number
  private readonly kinds = new Map<unknown, number>()
  private readonly dots: Dot[] = []
  private rings: Ring[] = []
  private cells: readonly number[] = []

  constructor(options: PlaneOptions) {
    this.options = options
    this.most = options.dots ?? 200
  }

  /** A dot, of a class if it has one; it fades as others come. */
  dot({ x, y }: Point, label?: unknown): void {
    this.dots.push({ x, y, kind: this.kindOf(label) })
    if (this.dots.length > this.most) this.dots.shift()
  }

  /** A ring around a point, in this picture. */
  ring({ x, y }: Point, radius: number, label?: unknown): void {
    this.rings.push({ x, y, radius, kind: this.kindOf(label) })
  }

  /** Colours the plane by the class that `classOf` gives for each point of a grid. */
  regions(classOf: (point: Point) => unknown): void {
    const [left, right] = this.options.x
    const [low, high] = this.options.y
    const cells: number[] = []
    for (let row = 0; row < CELLS; row++) {
      for (let column = 0; column < CELLS; column++) {
        const x = left + ((column + 0.5) / CELLS) * (right - left)
        const y = low + ((row + 0.5) / CELLS) * (high - low)
        cells.push(this.kindOf(classOf({ x, y })))
      }
    }
    this.cells = cells
  }

  draw(context: OffscreenCanvasRenderingContext2D, look: Look): void {
    this.drawCells(context, look)
    this.drawDots(context, look)
    this.drawRings(context, look)
  }

  /** Numbers from 0 are themselves; other labels are numbered as they come; none is -1. */
  private kindOf(label: unknown): number {
    if (label === undefined || label === null) return -1
    if (typeof label === 'number' && Number.isInteger(label) && label >= 0) return label
    const known = this.kinds.get(label) ?? this.kinds.size
    this.kinds.set(label, known)
    return known
  }

  private at({ x, y }: Point, { width, height }: Look): [number, number] {
    const [left, right] = this.options.x
    const [low, high] = this.options.y
    return [((x - left) / (right - left)) * width, ((high - y) / (high - low)) * height]
  }

  private drawCells(context: OffscreenCanvasRenderingContext2D, look: Look): void {
    const across = (cell: number) => Math.round((cell / CELLS) * look.width)
    const down = (cell: number) => Math.round((cell / CELLS) * look.height)
    context.globalAlpha = 0.28
    for (const [i, kind] of this.cells.entries()) {
      if (kind < 0) continue
      context.fillStyle = colourOf(kind, look)
      const column = i % CELLS
      const row = CELLS - 1 - Math.floor(i / CELLS)
      const [left, top] = [across(column), down(row)]
      context.fillRect(left, top, across(column + 1) - left, down(row + 1) - top)
    }
    context.globalAlpha = 1
  }

  private drawDots(context: OffscreenCanvasRenderingContext2D, look: Look): void {
    const size = 3.2 * look.scale
    for (const [i, dot] of this.dots.entries()) {
      const [x, y] = this.at(dot, look)
      const age = this.dots.length - i
      context.globalAlpha = Math.max(0.12, 1 - age / this.most)
      context.fillStyle = colourOf(dot.kind, look)
      context.beginPath()
      trace[Math.max(0, dot.kind) % trace.length]!(context, x, y, size)
      context.fill()
    }
    context.globalAlpha = 1
  }

  private drawRings(context: OffscreenCanvasRenderingContext2D, look: Look): void {
    const [left, right] = this.options.x
    const [low, high] = this.options.y
    context.lineWidth = 2 * look.scale
    for (const ring of this.rings) {
      const [x, y] = this.at(ring, look)
      const wide = (ring.radius / (right - left)) * look.width
      const tall = (ring.radius / (high - low)) * look.height
      context.strokeStyle = context.fillStyle = colourOf(ring.kind, look)
      context.beginPath()
      context.ellipse(x, y, Math.abs(wide), Math.abs(tall), 0, 0, 2 * Math.PI)
      context.stroke()
      context.globalAlpha = 0.12
      context.fill()
      context.globalAlpha = 1
    }
    this.rings = []
  }
}

type Trace = (context: OffscreenCanvasRenderingContext2D, x: number, y: number, r: number) => void

const round: Trace = (context, x, y, r) => context.arc(x, y, r, 0, 2 * Math.PI)
const square: Trace = (context, x, y, r) => context.rect(x - r, y - r, 2 * r, 2 * r)
const triangle: Trace = (context, x, y, r) => {
  context.moveTo(x, y - 1.3 * r)
  context.lineTo(x + 1.2 * r, y + r)
  context.lineTo(x - 1.2 * r, y + r)
}
const trace = [round, square, triangle]

function colourOf(kind: number, { palette }: Look): string {
  return kind < 0 ? palette.ink : palette.classes[kind % palette.classes.length]!
}
