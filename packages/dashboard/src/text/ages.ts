import { NONE } from './numbers.js'

const STEPS = [
  { unit: 'd', ms: 86_400_000 },
  { unit: 'h', ms: 3_600_000 },
  { unit: 'min', ms: 60_000 },
  { unit: 's', ms: 1000 },
]

/** How long something took, or how old it is, by its two greatest units: `3 min 20 s`. */
export function age(ms: number | null | undefined): string {
  if (ms == null || Number.isNaN(ms)) return NONE
  if (ms < 1000) return '0 s'
  const first = STEPS.findIndex((step) => ms >= step.ms)
  const { unit, ms: size } = STEPS[first]!
  const whole = Math.floor(ms / size)
  const next = STEPS[first + 1]
  const rest = next ? Math.floor((ms % size) / next.ms) : 0
  return rest > 0 && whole < 10 ? `${whole} ${unit} ${rest} ${next!.unit}` : `${whole} ${unit}`
}

/** `now`, or `3 min ago`. */
export function ago(ms: number | null | undefined): string {
  if (ms == null || Number.isNaN(ms)) return NONE
  return ms < 1500 ? 'just now' : `${age(ms)} ago`
}

/** Day and time to the second, in the reader's own zone. */
export function moment(ms: number): string {
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return NONE
  const date = new Date(ms)
  const two = (part: number) => String(part).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}
