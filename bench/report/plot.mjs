import { writeFileSync } from 'node:fs'

const width = 640
const height = 400
const margin = { left: 70, right: 170, top: 40, bottom: 50 }
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#555555']

/**
 * Writes lines over two logarithmic axes as an SVG file; a line is {name, points: [[x, y]]}. It
 * reads in the light and in the dark.
 */
export function writePlot(file, { title, x, y, lines }) {
  const all = lines.flatMap(({ points }) => points)
  const toX = scale(
    all.map(([at]) => at),
    margin.left,
    width - margin.right,
  )
  const toY = scale(
    all.map(([, at]) => at),
    height - margin.bottom,
    margin.top,
  )
  const middle = (margin.left + width - margin.right) / 2
  const body = [
    text(middle, 22, title, 'middle', 15),
    text(middle, height - 10, x, 'middle'),
    text(14, margin.top - 14, y, 'start'),
    ...toX.ticks.map((tick) => text(toX(tick), height - margin.bottom + 18, short(tick), 'middle')),
    ...toY.ticks.map((tick) => text(margin.left - 8, toY(tick) + 4, short(tick), 'end')),
    ...toY.ticks.map((tick) => grid(toY(tick))),
    ...lines.map((line, k) => drawn(line, colours[k % colours.length], toX, toY)),
    ...lines.map(({ name }, k) => key(name, k, colours[k % colours.length])),
  ]
  writeFileSync(file, svg(body))
}

function scale(values, from, to) {
  const low = Math.log10(Math.min(...values))
  const high = Math.max(Math.log10(Math.max(...values)), low + 1e-9)
  const place = (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from)
  place.ticks = []
  for (let power = Math.ceil(low - 1e-9); power <= high + 1e-9; power++)
    place.ticks.push(10 ** power)
  return place
}

function drawn({ points }, colour, toX, toY) {
  const path = points.map(([x, y]) => `${toX(x).toFixed(1)},${toY(y).toFixed(1)}`)
  const dots = path.map((at) => {
    const [x, y] = at.split(',')
    return `<circle cx="${x}" cy="${y}" r="3" fill="${colour}"/>`
  })
  const line = `<polyline points="${path.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`
  return line + dots.join('')
}

function grid(y) {
  const ends = `x1="${margin.left}" x2="${width - margin.right}" y1="${y}" y2="${y}"`
  return `<line ${ends} stroke="#888" stroke-opacity="0.3"/>`
}

function key(name, k, colour) {
  const x = width - margin.right + 14
  const y = margin.top + 10 + 20 * k
  return `<circle cx="${x}" cy="${y - 4}" r="4" fill="${colour}"/>${text(x + 10, y, name, 'start')}`
}

function text(x, y, words, anchor, size = 12) {
  const place = `x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}"`
  return `<text ${place}>${words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`
}

function short(value) {
  if (value >= 1e6) return `${value / 1e6} M`
  return value >= 1e3 ? `${value / 1e3} k` : String(Number(value.toPrecision(3)))
}

function svg(body) {
  const style =
    'text{font-family:sans-serif;fill:#222}@media(prefers-color-scheme:dark){text{fill:#ddd}}'
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">`
  return `${head}<style>${style}</style>\n${body.join('\n')}\n</svg>\n`
}
