const WIDTH = 640
const HEIGHT = 320
const EDGE = { left: 50, right: 20, top: 60, bottom: 40 }
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9']

/**
 * Lines over two axes as SVG, for the light and the dark: `lines` of `{ name, points: [[x, y]] }`,
 * `marks` at which something happened.
 */
export function plot({ title, x, lines, marks = [] }) {
  const all = lines.flatMap(({ points }) => points)
  const toX = scale(
    all.map(([at]) => at),
    EDGE.left,
    WIDTH - EDGE.right,
  )
  const toY = scale(
    all.map(([, at]) => at),
    HEIGHT - EDGE.bottom,
    EDGE.top,
  )
  const floor = HEIGHT - EDGE.bottom
  const parts = [
    text(EDGE.left, 20, title, 'start', 15),
    text(WIDTH - EDGE.right, HEIGHT - 6, x, 'end'),
    ...toX.ticks.map((tick) => text(toX(tick), floor + 16, tick.toLocaleString('en'), 'middle')),
    ...toY.ticks.map((tick) => text(EDGE.left - 6, toY(tick) + 4, tick, 'end')),
    ...toY.ticks.map((tick) => rule(EDGE.left, toY(tick), WIDTH - EDGE.right, toY(tick))),
    ...marks.map((at) => rule(toX(at), EDGE.top, toX(at), floor, 'stroke-dasharray="4"')),
    ...lines.map(({ points }, i) => {
      const path = points.map(([px, py]) => `${toX(px).toFixed(1)},${toY(py).toFixed(1)}`)
      const stroke = `stroke="${COLOURS[i]}" stroke-width="2"`
      return `<polyline points="${path.join(' ')}" fill="none" ${stroke}/>`
    }),
    ...lines.map(({ name }, i) => {
      const at = EDGE.left + 130 * i
      const dot = `<circle cx="${at + 5}" cy="38" r="5" fill="${COLOURS[i]}"/>`
      return dot + text(at + 15, 42, name, 'start')
    }),
  ]
  const style =
    'text{font:12px sans-serif;fill:#222}@media(prefers-color-scheme:dark){text{fill:#ddd}}'
  const size = `viewBox="0 0 ${WIDTH} ${HEIGHT}"`
  const head = `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img">`
  return `${head}<title>${title}</title><style>${style}</style>\n${parts.join('\n')}\n</svg>\n`
}

/** Places of numbers, and the round ones among them. */
function scale(values, from, to) {
  const low = Math.min(...values)
  const high = Math.max(...values)
  const place = (value) => from + ((value - low) / (high - low || 1)) * (to - from)
  const rough = (high - low || 1) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough)
  place.ticks = []
  for (let k = Math.ceil(low / step); k * step <= high; k++) {
    place.ticks.push(Number((k * step).toPrecision(6)))
  }
  return place
}

function rule(x1, y1, x2, y2, more = '') {
  const ends = [x1, y1, x2, y2].map((at) => at.toFixed(1))
  const path = `d="M${ends[0]} ${ends[1]}L${ends[2]} ${ends[3]}"`
  return `<path ${path} stroke="#888" stroke-opacity="0.4" ${more}/>`
}

function text(x, y, words, anchor, size = 12) {
  const place = `x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}"`
  const inner = String(words).replaceAll('<', '&lt;')
  return `<text ${place} style="font-size:${size}px">${inner}</text>`
}
