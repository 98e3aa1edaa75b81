/** Data is made once for each count: passes are many. */
function once(make) {
  const made = new Map()
  return (...args) => {
    const key = args.join()
    if (!made.has(key)) made.set(key, make(...args))
    return made.get(key)
  }
}

/** The same numbers as in `river.py`: 0 <= u < 1, by the generator of Park and Miller. */
export const uniform = once((count, seed) => {
  const numbers = new Float64Array(count)
  let state = seed
  for (let i = 0; i < count; i++) {
    state = (state * 48271) % 2147483647
    numbers[i] = state / 2147483647
  }
  return numbers
})

/** Two independent columns of such numbers. */
export const pairs = once((count) => {
  const u = uniform(2 * count, 1)
  const column = (first) => Float64Array.from({ length: count }, (_, i) => u[2 * i + first])
  return [column(0), column(1)]
})

/** Truths of which about a tenth are true, and probabilities that know something of them. */
export const judged = once((count) => {
  const [u, v] = pairs(count)
  const truths = Array.from(u, (x) => x < 0.1)
  const scores = Float64Array.from(v, (x, i) => 0.8 * x + (truths[i] ? 0.2 : 0))
  return { truths, scores, guesses: Array.from(scores, (p) => p > 0.5) }
})

/** Groups of points around ten centres. */
export const points = once((count) => {
  const u = uniform(5 * count, 3)
  const centres = Array.from({ length: 10 }, (_, k) => place((d) => 10 * ((k * 7 + d * 3) % 10)))
  const events = Array.from({ length: count }, (_, i) =>
    place((d) => 10 * ((((i % 10) * 7 + d * 3) % 10) + u[5 * i + d])),
  )
  return { centres: Object.fromEntries(centres.map((centre, k) => [k, centre])), events }
})

function place(value) {
  return { a: value(0), b: value(1), c: value(2), d: value(3), e: value(4) }
}

/** Orders with numbers and categories. */
export const orders = once((count) => {
  const u = uniform(4 * count, 4)
  return Array.from({ length: count }, (_, i) => ({
    amount: 1000 * u[4 * i],
    items: Math.floor(10 * u[4 * i + 1]),
    shop: `shop${Math.floor(20 * u[4 * i + 2])}`,
    country: ['BR', 'CL', 'UY'][Math.floor(3 * u[4 * i + 3])],
  }))
})

export function csvOf(rows) {
  const lines = rows.map(({ amount, items, shop, country }) =>
    [amount, items, shop, country].join(),
  )
  return `amount,items,shop,country\n${lines.join('\n')}\n`
}
