// Plots of the page. They stand on a card of their own, so that they can be read on a light and on
// a dark page, and are narrow, so that their letters are large enough on a phone.
const WIDTH = 440
const SIZE = 13
/** Where curves end. */
const EDGE = WIDTH - 28
export const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b58900', '#56b4e9']

/**
 * Bars over a logarithmic axis: `rows` of `{ name, values }`, a colour for each of `series`; a line
 * at 1, where nobody is faster.
 */
export function bars({ title, unit, series, rows }) {
  const left = 10
  const right = WIDTH - 62
  const top = series.length > 1 ? 82 : 62
  const values = rows.flatMap((row) => row.values).filter((value) => value > 0)
  const toX = logScale([Math.min(1, ...values), Math.max(...values)], left, right)
  let bottom = top
  const drawn = rows.flatMap(({ name, values }) => {
    const y = bottom
    const shown = values.map((value, k) => ({ value, k })).filter(({ value }) => value > 0)
    bottom += 23 + 15 * shown.length
    const each = shown.map(({ value, k }, i) => bar(value, toX, y + 16 + 15 * i, COLOURS[k], unit))
    return [words(left, y + 12, name), ...each.flat()]
  })
  const parts = [
    ...toX.ticks.map((tick) => line(toX(tick), top - 8, toX(tick), bottom)),
    ...toX.ticks.map((tick) => words(toX(tick), top - 12, short(tick), { anchor: 'middle' })),
    ...drawn,
    line(toX(1), top - 8, toX(1), bottom, 'class="one"'),
  ]
  return card({ title, height: bottom + 8, parts: [...key(series), ...parts] })
}

function bar(value, toX, y, colour, unit) {
  const [from, to] = [toX(1), toX(value)].sort((a, b) => a - b)
  const size = `x="${at(from)}" y="${y}" width="${at(Math.max(to - from, 1))}" height="11"`
  const text = value >= 100 ? value.toFixed(0) : value.toFixed(1)
  return [
    `<rect ${size} fill="${colour}"/>`,
    words(Math.max(to, toX(1)) + 4, y + 10, `${text}${unit}`, { size: 11 }),
  ]
}

/** Columns of counts: `columns` of `{ name, count }`. */
export function columns({ title, note, columns: all, isGood }) {
  const top = 60
  const bottom = 220
  const wide = (WIDTH - 20) / all.length
  const most = Math.max(...all.map(({ count }) => count))
  const parts = all.flatMap(({ name, count }, k) => {
    const y = bottom - ((bottom - top) * count) / most
    const x = 10 + k * wide
    const colour = COLOURS[isGood(k) ? 0 : 1]
    const size = `x="${at(x + 2)}" y="${at(y)}" width="${at(wide - 4)}" height="${at(bottom - y)}"`
    const middle = { anchor: 'middle', size: 11.5 }
    return [
      `<rect ${size} fill="${colour}"/>`,
      words(x + wide / 2, y - 5, String(count), middle),
      words(x + wide / 2, bottom + 16, name, middle),
    ]
  })
  parts.push(words(WIDTH / 2, bottom + 36, note, { anchor: 'middle' }))
  return card({ title, height: bottom + 48, parts })
}

/** Lines over two logarithmic axes; a line is `{ name, points: [[x, y]], isDashed }`. */
export function curves({ title, x, y, lines }) {
  const named = lines.filter(({ isDashed }) => !isDashed)
  const top = 52 + 18 * Math.ceil(named.length / 2)
  const bottom = top + 230
  const all = lines.flatMap(({ points }) => points)
  const toX = logScale(ends(all.map(([value]) => value)), 54, EDGE)
  const toY = logScale(ends(all.map(([, value]) => value)), bottom, top)
  const parts = [
    ...toX.ticks.map((tick) => words(toX(tick), bottom + 18, short(tick), { anchor: 'middle' })),
    ...toY.ticks.map((tick) => words(48, toY(tick) + 4, short(tick), { anchor: 'end' })),
    ...toY.ticks.map((tick) => line(54, toY(tick), EDGE, toY(tick))),
    ...lines.map(({ name, points, isDashed }) => {
      const colour = COLOURS[named.findIndex((one) => one.name === name) % COLOURS.length]
      return drawn(points, { toX, toY, colour, isDashed })
    }),
    words(EDGE, bottom + 38, x, { anchor: 'end' }),
    words(10, top - 14, y),
    ...named.map(({ name }, k) => keyAt(10 + 215 * (k % 2), 42 + 18 * (k >> 1), name, k)),
  ]
  return card({ title, height: bottom + 48, parts })
}

function drawn(points, { toX, toY, colour, isDashed }) {
  const path = points.map(([x, y]) => `${at(toX(x))},${at(toY(y))}`)
  const dash = isDashed ? ' stroke-dasharray="4 3"' : ''
  const dots = path.map((place) => {
    const [x, y] = place.split(',')
    return `<circle cx="${x}" cy="${y}" r="3" fill="${colour}"/>`
  })
  const stroke = `fill="none" stroke="${colour}" stroke-width="2"${dash}`
  return `<polyline points="${path.join(' ')}" ${stroke}/>${dots.join('')}`
}

function ends(values) {
  return [Math.min(...values), Math.max(...values)]
}

/** Places on a logarithmic axis, and the powers of ten on it. */
function logScale([low, high], from, to) {
  const [first, last] = [Math.log10(low), Math.max(Math.log10(high), Math.log10(low) + 0.1)]
  const place = (value) => from + ((Math.log10(value) - first) / (last - first)) * (to - from)
  place.ticks = []
  for (let power = Math.ceil(first - 1e-9); power <= last + 1e-9; power++) {
    place.ticks.push(10 ** power)
  }
  return place
}

function key(series) {
  return series.length > 1 ? series.map((name, k) => keyAt(10 + 150 * k, 40, name, k)) : []
}

function keyAt(x, y, name, k) {
  const dot = `<circle cx="${x + 5}" cy="${y - 4}" r="5" fill="${COLOURS[k % COLOURS.length]}"/>`
  return dot + words(x + 15, y, name)
}

function words(x, y, text, { anchor = 'start', size = SIZE } = {}) {
  const place = `x="${at(x)}" y="${at(y)}" text-anchor="${anchor}" font-size="${size}"`
  return `<text ${place}>${escaped(text)}</text>`
}

function line(x1, y1, x2, y2, more = 'class="rule"') {
  return `<path d="M${at(x1)} ${at(y1)}L${at(x2)} ${at(y2)}" ${more}/>`
}

function card({ title, height, parts }) {
  const size = `viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}"`
  const style = [
    'text{font-family:system-ui,sans-serif;fill:#222}',
    '.card{fill:#fff}.rule{stroke:#999;stroke-opacity:.35}.one{stroke:#666}',
    '@media(prefers-color-scheme:dark){text{fill:#ddd}.card{fill:#1e1e20}.one{stroke:#bbb}}',
  ].join('')
  const head = `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img">`
  const heading = `<text x="10" y="20" font-size="15" font-weight="600">${escaped(title)}</text>`
  const ground = `<rect class="card" width="${WIDTH}" height="${height}" rx="8"/>`
  const inner = [
    `<title>${escaped(title)}</title><style>${style}</style>`,
    ground,
    heading,
    ...parts,
  ]
  return `${head}${inner.join('\n')}\n</svg>\n`
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

function at(value) {
  return String(Number(value.toFixed(1)))
}

function short(value) {
  if (value >= 1e6) return `${value / 1e6} M`
  return value >= 1e3 ? `${value / 1e3} k` : String(Number(value.toPrecision(3)))
}
