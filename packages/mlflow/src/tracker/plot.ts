const WIDTH = 720
const HEIGHT = 360
const LEFT = 64
const RIGHT = 16
const TOP = 40
const BOTTOM = 44
/** Told apart also by people who do not see all colours (Okabe and Ito). */
const COLOURS = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#000000']

export interface Series {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number])[]
}

/** Curves over the number of events, as SVG: no script, nothing from elsewhere. */
export function linePlot(title: string, series: readonly Series[]): string {
  const points = series.flatMap((one) => one.points).filter(isDrawn)
  const [fromX, toX] = bounds(points.map(([x]) => x))
  const [fromY, toY] = bounds(points.map(([, y]) => y))
  const x = (value: number) => LEFT + ((value - fromX) / (toX - fromX)) * (WIDTH - LEFT - RIGHT)
  const y = (value: number) =>
    HEIGHT - BOTTOM - ((value - fromY) / (toY - fromY)) * (HEIGHT - TOP - BOTTOM)
  const parts: string[] = []
  for (const value of ticks(fromY, toY)) {
    parts.push(line(LEFT, y(value), WIDTH - RIGHT, y(value), '#ddd'))
    parts.push(text(LEFT - 8, y(value) + 4, shown(value), 'end'))
  }
  for (const value of ticks(fromX, toX)) {
    parts.push(text(x(value), HEIGHT - BOTTOM + 18, shown(value), 'middle'))
  }
  parts.push(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, 'events', 'middle'))
  for (const [i, one] of series.entries()) {
    const colour = COLOURS[i % COLOURS.length]!
    const path = one.points
      .filter(isDrawn)
      .map(([at, value]) => `${round(x(at))},${round(y(value))}`)
      .join(' ')
    parts.push(
      `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="1.5"/>`,
      text(WIDTH - RIGHT - 4, TOP + 14 * i, one.name, 'end', colour),
    )
  }
  return document(WIDTH, HEIGHT, title, parts)
}

const CELL = 56
const BLUE = [0, 114, 178]

/** How often each class was taken for each other: the truth down, the prediction across. */
export function matrixPlot(
  title: string,
  labels: readonly string[],
  weights: readonly (readonly number[])[],
): string {
  const left = 120
  const top = 90
  const size = labels.length * CELL
  const square = `width="${CELL}" height="${CELL}"`
  const parts: string[] = []
  for (const [row, label] of labels.entries()) {
    const total = weights[row]!.reduce((sum, weight) => sum + weight, 0) || 1
    parts.push(text(left - 8, top + row * CELL + CELL / 2 + 4, label, 'end'))
    parts.push(text(left + row * CELL + CELL / 2, top - 8, label, 'middle'))
    for (const [column, weight] of weights[row]!.entries()) {
      const share = weight / total
      const at = [left + column * CELL, top + row * CELL] as const
      const shade = `rgb(${BLUE.map((one) => Math.round(255 - (255 - one) * share)).join()})`
      parts.push(
        `<rect x="${at[0]}" y="${at[1]}" ${square} fill="${shade}" stroke="#fff"/>`,
        text(
          at[0] + CELL / 2,
          at[1] + CELL / 2 + 4,
          shown(weight),
          'middle',
          share > 0.5 ? '#fff' : '#000',
        ),
      )
    }
  }
  parts.push(text(left + size / 2, top - 32, 'predicted', 'middle'))
  return document(left + size + 24, top + size + 24, title, parts)
}

function document(width: number, height: number, title: string, parts: readonly string[]): string {
  const start =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">`
  const ground = `<rect width="${width}" height="${height}" fill="#fff"/>`
  const head = `<text x="16" y="22" font-size="14">${escaped(title)}</text>`
  const name = `<title>${escaped(title)}</title>`
  return `${[start, name, ground, head, ...parts].join('\n')}\n</svg>\n`
}

function line(x1: number, y1: number, x2: number, y2: number, colour: string): string {
  const [a, b, c, d] = [x1, y1, x2, y2].map(round)
  return `<line x1="${a}" y1="${b}" x2="${c}" y2="${d}" stroke="${colour}"/>`
}

function text(x: number, y: number, shown: string, anchor: string, colour = '#333'): string {
  const place = `x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"`
  return `<text ${place} fill="${colour}">${escaped(shown)}</text>`
}

/** Names come from data: none of them is markup, nor a sign that XML has not. */
function escaped(name: string): string {
  return name
    .slice(0, 40)
    .replace(/[^\t\n\x20-\ud7ff\ue000-\ufffd]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** What is no number cannot be drawn, nor what is so large that a difference is none. */
function isDrawn([, value]: readonly [number, number]): boolean {
  return Math.abs(value) < 1e300
}

function bounds(values: readonly number[]): [from: number, to: number] {
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  for (const value of values) {
    from = Math.min(from, value)
    to = Math.max(to, value)
  }
  if (from > to) return [0, 1]
  if (from < to) return [from, to]
  const half = Math.max(0.5, Math.abs(from) / 10)
  return [from - half, to + half]
}

/** Round numbers between two, four to nine of them. */
function ticks(from: number, to: number): number[] {
  const rough = (to - from) / 5
  const unit = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((one) => one * unit).find((one) => one >= rough)!
  const list: number[] = []
  for (let i = Math.ceil(from / step); i * step <= to && list.length < 12; i++) list.push(i * step)
  return list
}

function shown(value: number): string {
  return String(Number(value.toPrecision(6)))
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
