import { math, type random } from '@coelho/core'

/** A gamma number of scale 1, drawn as NumPy's legacy generator does. */
export function drawGamma(rng: random.NumpyRandomState, shape: number): number {
  if (shape === 1) return drawExponential(rng)
  return shape < 1 ? drawBelowOne(rng, shape) : drawAboveOne(rng, shape)
}

function drawExponential(rng: random.NumpyRandomState): number {
  return -math.log(1 - rng.randomSample())
}

function drawBelowOne(rng: random.NumpyRandomState, shape: number): number {
  for (;;) {
    const u = rng.randomSample()
    const v = drawExponential(rng)
    if (u <= 1 - shape) {
      const x = u ** (1 / shape)
      if (x <= v) return x
    } else {
      const y = -math.log((1 - u) / shape)
      const x = (1 - shape + shape * y) ** (1 / shape)
      if (x <= v + y) return x
    }
  }
}

/** Marsaglia and Tsang (2000). */
function drawAboveOne(rng: random.NumpyRandomState, shape: number): number {
  const b = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * b)
  for (;;) {
    const x = rng.normal()
    const root = 1 + c * x
    if (root <= 0) continue
    const v = root * root * root
    const u = rng.randomSample()
    if (u < 1 - 0.0331 * (x * x) * (x * x)) return b * v
    if (math.log(u) < 0.5 * x * x + b * (1 - v + math.log(v))) return b * v
  }
}
