import type { Checkpoint } from './progress.js'
import type { AnyMetric } from './subject.js'

/** `[1,000] Accuracy: 87.30 % – 00:00:01 – 12.05 KB`. */
export function lineOf(checkpoint: Checkpoint, metric: AnyMetric): string {
  const { Step, Time, Memory, 'Samples used': used } = checkpoint
  const parts = [`[${grouped(Step)}] ${metric}`]
  if (used !== undefined) parts.push(`${grouped(used)} samples used`)
  if (Time !== undefined) parts.push(clock(Time))
  if (Memory !== undefined) parts.push(bytesAsText(Memory))
  return parts.join(' – ')
}

/** `12,345`. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US')
}

/** `12.05 KB`. */
export function bytesAsText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB']
  let value = bytes
  let unit = 0
  for (; value >= 1024 && unit + 1 < units.length; unit++) value /= 1024
  return unit === 0 ? `${value} B` : `${value.toFixed(2)} ${units[unit]}`
}

/** `01:02:03`. */
function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}
