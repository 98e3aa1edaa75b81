import type { Look } from './messages.js'

export interface ChartOptions {
  /** What the lower and the upper edge stand for. */
  readonly y: readonly [number, number]
  /** The name of each line, or of each cloud of points: `'.value'`. */
  readonly lines: readonly string[]
  /** How many values are seen at once. */
  readonly length?: number
}

interface Mark {
  readonly at: number
  readonly text: string
}

const STROKES = [[], [7, 4], [2, 3], [10, 3, 2, 3]]

/** Lines that move to the left as values are added. */
export class Chart {
  private readonly options: ChartOptions
  private readonly length: number
  private readonly values: (readonly number[])[] = []
  private marks: Mark[] = []
  private added = 0

  constructor(options: ChartOptions) {
    this.options = options
    this.length = options.length ?? 400
  }

  /** One value for each line. */
  add(...values: number[]): void {
    this.values.push(values)
    if (this.values.length > this.length) this.values.shift()
    this.added += 1
  }

  /** A mark at the last value. */
  mark(text: string): void {
    this.marks.push({ at: this.added, text })
  }

  draw(context: OffscreenCanvasRenderingContext2D, look: Look): void {
    context.font = `${12 * look.scale}px system-ui, sans-serif`
    context.textBaseline = 'middle'
    this.drawScale(context, look)
    this.marks = this.marks.filter(({ at }) => at > this.added - this.length)
    for (const mark of this.marks) this.drawMark(context, look, mark)
    for (const [line, name] of this.options.lines.entries()) {
      const colour = look.palette.classes[line % look.palette.classes.length]!
      if (name.startsWith('.')) this.drawPoints(context, look, line, colour)
      else this.drawLine(context, look, line, colour)
    }
    this.drawNames(context, look)
  }

  private left(age: number, { width }: Look): number {
    return width * (1 - age / this.length)
  }

  private top(value: number, { height, scale }: Look): number {
    const [low, high] = this.options.y
    const [above, below] = [34 * scale, 8 * scale]
    return height - below - ((value - low) / (high - low)) * (height - above - below)
  }

  private drawScale(context: OffscreenCanvasRenderingContext2D, look: Look): void {
    const [low, high] = this.options.y
    context.lineWidth = look.scale
    context.textAlign = 'left'
    for (let i = 0; i <= 4; i++) {
      const value = low + (i / 4) * (high - low)
      const y = Math.round(this.top(value, look)) + 0.5
      context.strokeStyle = look.palette.line
      context.beginPath()
      context.moveTo(0, y)
      context.lineTo(look.width, y)
      context.stroke()
      if (i === 0) continue
      context.fillStyle = look.palette.ink
      context.fillText(String(value), 8 * look.scale, y + 9 * look.scale)
    }
  }

  private drawMark(
    context: OffscreenCanvasRenderingContext2D,
    look: Look,
    { at, text }: Mark,
  ): void {
    const x = this.left(this.added - at, look)
    context.strokeStyle = look.palette.ink
    context.fillStyle = look.palette.ink
    context.lineWidth = look.scale
    context.setLineDash([3 * look.scale, 3 * look.scale])
    context.beginPath()
    context.moveTo(x, this.top(this.options.y[1], look))
    context.lineTo(x, look.height)
    context.stroke()
    context.setLineDash([])
    context.textAlign = 'right'
    context.fillText(text, x - 4 * look.scale, look.height - 18 * look.scale)
  }

  private drawPoints(
    context: OffscreenCanvasRenderingContext2D,
    look: Look,
    line: number,
    colour: string,
  ): void {
    context.fillStyle = colour
    context.globalAlpha = 0.55
    const size = 3 * look.scale
    for (const [i, values] of this.values.entries()) {
      const x = this.left(this.values.length - 1 - i, look)
      context.fillRect(x - size / 2, this.top(values[line]!, look) - size / 2, size, size)
    }
    context.globalAlpha = 1
  }

  private drawLine(
    context: OffscreenCanvasRenderingContext2D,
    look: Look,
    line: number,
    colour: string,
  ): void {
    context.strokeStyle = colour
    context.lineWidth = 2 * look.scale
    context.setLineDash(this.dashes(line, look))
    context.beginPath()
    for (const [i, values] of this.values.entries()) {
      const value = values[line]
      if (value === undefined || !Number.isFinite(value)) continue
      context.lineTo(this.left(this.values.length - 1 - i, look), this.top(value, look))
    }
    context.stroke()
    context.setLineDash([])
  }

  /** Each name at the upper edge, after a piece of its line. */
  private drawNames(context: OffscreenCanvasRenderingContext2D, look: Look): void {
    const { scale, palette } = look
    let x = 8 * scale
    const y = 16 * scale
    context.textAlign = 'left'
    for (const [line, given] of this.options.lines.entries()) {
      const isPoints = given.startsWith('.')
      const name = isPoints ? given.slice(1) : given
      const wide = context.measureText(name).width
      const colour = palette.classes[line % palette.classes.length]!
      context.strokeStyle = colour
      context.lineWidth = 2 * scale
      context.setLineDash(isPoints ? [3 * scale, 4 * scale] : this.dashes(line, look))
      context.beginPath()
      context.moveTo(x, y)
      context.lineTo(x + 15 * scale, y)
      context.stroke()
      context.setLineDash([])
      context.fillStyle = palette.ink
      context.fillText(name, x + 20 * scale, y)
      x += wide + 32 * scale
    }
  }

  /** The first line is a whole one; others are told apart without their colour, too. */
  private dashes(line: number, { scale }: Look): number[] {
    const before = this.options.lines.slice(0, line).filter((name) => !name.startsWith('.'))
    return STROKES[before.length % STROKES.length]!.map((part) => part * scale)
  }
}
