/** Where the tail of the normal distribution begins, beyond all layers. */
export const TAIL_START = 3.654152885361009

const LAYERS = 256
const LAYER_AREA = 0.004928673233974655
const MANTISSA = 2 ** 52

/** The half of a normal curve cut into layers of the same area (Marsaglia and Tsang, 2000). */
export interface Ziggurat {
  /** The right edge of each layer, for one unit in 52 bits; of the first as if it had no tail. */
  readonly widths: Float64Array
  /** The height of the curve at the edge of each layer. */
  readonly heights: Float64Array
  /** Below how many of 2^52 units a point is under the curve for sure. */
  readonly sure: Float64Array
}

let table: Ziggurat | undefined

/** The layers, made when they are first needed. */
export function ziggurat(): Ziggurat {
  table ??= makeZiggurat()
  return table
}

function makeZiggurat(): Ziggurat {
  const widths = new Float64Array(LAYERS)
  const heights = new Float64Array(LAYERS)
  const sure = new Float64Array(LAYERS)
  let edge = TAIL_START
  let height = heightAt(edge)
  const base = LAYER_AREA / height
  widths[0] = base / MANTISSA
  heights[0] = 1
  sure[0] = Math.floor((TAIL_START / base) * MANTISSA)
  for (let i = LAYERS - 1; i > 0; i--) {
    widths[i] = edge / MANTISSA
    heights[i] = height
    height += LAYER_AREA / edge
    const inner = i > 1 ? Math.sqrt(-2 * Math.log(height)) : 0
    sure[i] = Math.floor((inner / edge) * MANTISSA)
    edge = inner
  }
  return { widths, heights, sure }
}

function heightAt(x: number): number {
  return Math.exp(-0.5 * x * x)
}
