export interface Place {
  readonly x: number
  readonly y: number
}

export type OnPlane = (place: Place) => Place

/** Puts points into `width` × `height` with a rim, upwards as in a chart. */
export function plane(places: readonly Place[], width: number, height: number): OnPlane {
  const rim = 0.05
  const across = spanOf(places.map(({ x }) => x))
  const up = spanOf(places.map(({ y }) => y))
  const within = (value: number, [low, high]: readonly [number, number]) =>
    rim + (1 - 2 * rim) * ((value - low) / (high - low))
  return ({ x, y }) => ({ x: width * within(x, across), y: height * (1 - within(y, up)) })
}

/** Dots as one path: lines of no length, which a round cap makes visible. */
export function dots(places: readonly Place[]): string {
  return places.map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`).join('')
}

function spanOf(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  if (low > high) return [0, 1]
  return low === high ? [low - 1, high + 1] : [low, high]
}
