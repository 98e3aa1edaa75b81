import uPlot from 'uplot'
import type { Marker } from '#api'
import { valueRange } from '../series/view.js'
import { compact } from '../text/numbers.js'

export interface Line {
  readonly key: string
  /** The name of a colour in the style sheet: `--c0`. */
  readonly colour: string
  readonly dash: readonly number[]
  readonly width: number
}

export interface View {
  readonly from: number
  readonly to: number
}

export interface PlotData {
  readonly x: readonly number[]
  readonly columns: readonly (readonly (number | null)[])[]
  readonly markers: readonly Marker[]
  readonly chosen: Marker | undefined
  readonly view: View
}

export interface PlotEvents {
  /** The row under the cursor, if there is one. */
  readonly onRow: (row: number | undefined) => void
  readonly onZoom: (view: View | undefined) => void
}

const HEIGHT = 330
const NOTHING: PlotData = {
  x: [],
  columns: [],
  markers: [],
  chosen: undefined,
  view: { from: 0, to: 1 },
}

/** Lines over the axis of events, with what happened marked on it. */
export class Plot {
  private readonly plot: uPlot
  private readonly resize: ResizeObserver
  private readonly style: CSSStyleDeclaration
  private data: PlotData = NOTHING

  constructor(target: HTMLElement, lines: readonly Line[], events: PlotEvents) {
    this.style = getComputedStyle(target)
    const size = { width: Math.max(200, target.clientWidth), height: HEIGHT }
    this.plot = new uPlot({ ...size, ...this.options(lines, events) }, [[]], target)
    this.plot.over.addEventListener('dblclick', () => events.onZoom(undefined))
    this.resize = new ResizeObserver(() => {
      this.plot.setSize({ width: Math.max(200, target.clientWidth), height: HEIGHT })
    })
    this.resize.observe(target)
  }

  draw(data: PlotData): void {
    this.data = data
    const { plot } = this
    plot.batch(() => {
      plot.setData([data.x, ...data.columns] as uPlot.AlignedData, false)
      plot.setScale('x', { min: data.view.from, max: Math.max(data.view.to, data.view.from + 1) })
    })
  }

  /** Puts the cursor on a row, as a pointer would. */
  point(row: number): void {
    const { plot, data } = this
    const left = plot.valToPos(data.x[row] ?? 0, 'x')
    plot.setCursor({ left, top: plot.over.clientHeight / 2 })
  }

  destroy(): void {
    this.resize.disconnect()
    this.plot.destroy()
  }

  private options(
    lines: readonly Line[],
    events: PlotEvents,
  ): Omit<uPlot.Options, 'width' | 'height'> {
    const axis = {
      stroke: this.colour('--soft'),
      grid: { stroke: this.colour('--line'), width: 1 },
      ticks: { show: false },
      font: `12px ${this.style.fontFamily}`,
    }
    return {
      padding: [18, 22, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { size: 7 }, drag: { x: true, y: false, setScale: false } },
      scales: { x: { time: false }, y: { range: () => this.range() } },
      series: [
        {},
        ...lines.map(({ colour, dash, width }) => ({
          stroke: this.colour(colour),
          width,
          dash: [...dash],
          spanGaps: true,
          points: { show: false },
        })),
      ],
      axes: [
        { ...axis, values: (_, ticks) => ticks.map(compact), space: 80, size: 30 },
        { ...axis, values: (_, ticks) => ticks.map(tick), size: 52 },
      ],
      hooks: {
        setCursor: [({ cursor }) => events.onRow(cursor.idx ?? undefined)],
        setSelect: [(plot) => zoom(plot, events)],
        draw: [() => this.mark()],
      },
    }
  }

  private range(): [number, number] {
    const { x, columns, view } = this.data
    return valueRange(x, columns, view)
  }

  private colour(name: string): string {
    // A canvas knows no light-dark(); the browser says what it came to.
    const probe = document.createElement('span')
    probe.style.color = `var(${name})`
    document.body.append(probe)
    const { color } = getComputedStyle(probe)
    probe.remove()
    return color
  }

  private mark(): void {
    const { ctx, bbox } = this.plot
    const colours = { drift: '--c1', takeover: '--c3', version: '--edge' } as const
    const dense = devicePixelRatio
    ctx.save()
    ctx.setLineDash([])
    const drifts = this.data.markers.filter(({ kind }) => kind === 'drift').length
    for (const kind of ['version', 'takeover', 'drift'] as const) {
      // Where the world changes all the time, the lines must not hide what is drawn.
      const opacity = kind === 'drift' ? Math.max(0.25, Math.min(0.9, 8 / drifts)) : 0.9
      ctx.strokeStyle = ctx.fillStyle = this.colour(colours[kind])
      for (const marker of this.data.markers) {
        if (marker.kind !== kind) continue
        const x = Math.round(this.plot.valToPos(marker.event, 'x', true))
        if (x < bbox.left || x > bbox.left + bbox.width) continue
        const isChosen = marker === this.data.chosen
        ctx.lineWidth = (isChosen ? 3 : 1.2) * dense
        const top = kind === 'version' && !isChosen ? bbox.height - 7 * dense : 0
        ctx.beginPath()
        ctx.moveTo(x, bbox.top + top)
        ctx.lineTo(x, bbox.top + bbox.height)
        ctx.globalAlpha = isChosen ? 1 : opacity
        ctx.stroke()
        ctx.globalAlpha = 1
        if (kind !== 'version') glyph(ctx, kind, x, bbox.top - 8 * dense, 5 * dense)
      }
    }
    ctx.restore()
  }
}

function zoom(plot: uPlot, events: PlotEvents): void {
  const { left, width } = plot.select
  if (width < 8) return
  events.onZoom({ from: plot.posToVal(left, 'x'), to: plot.posToVal(left + width, 'x') })
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
}

function glyph(
  ctx: CanvasRenderingContext2D,
  kind: 'drift' | 'takeover',
  x: number,
  y: number,
  size: number,
): void {
  const corners = kind === 'drift' ? [-1, -1, 1, -1, 0, 1] : [0, -1.1, 1.1, 0, 0, 1.1, -1.1, 0]
  ctx.beginPath()
  for (let i = 0; i < corners.length; i += 2) {
    ctx.lineTo(x + corners[i]! * size, y + corners[i + 1]! * size)
  }
  ctx.fill()
}

/** The numbers of an axis: short, and all as long as they must be to differ. */
function tick(value: number): string {
  const size = Math.abs(value)
  if (size >= 10_000) return compact(value)
  return size >= 10 || value === 0 ? String(value) : String(Number(value.toPrecision(3)))
}
