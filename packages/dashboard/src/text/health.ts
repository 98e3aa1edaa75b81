import type { Summary } from '#api'
import { age } from './ages.js'

export interface Health {
  readonly tone: 'good' | 'warn' | 'bad' | 'idle'
  readonly text: string
}

/** More than that to catch up with, and a model answers from another time. */
const LONG_LAG_MS = 60_000

/** How a model is, in a few words: the worst that can be said of it. */
export function healthOf(summary: Summary): Health {
  const { training, ready, lag, eventsPerSecond } = summary
  if (training.state === 'failed') return { tone: 'bad', text: 'training failed' }
  if (!ready) return { tone: 'warn', text: 'no version yet' }
  if (training.state === 'stopped') return { tone: 'idle', text: 'training stopped' }
  if (training.state === 'starting') return { tone: 'warn', text: 'training starts' }
  if (training.state === 'stopping') return { tone: 'warn', text: 'training stops' }
  const behindMs = lag !== null && eventsPerSecond > 0 ? (lag / eventsPerSecond) * 1000 : 0
  if (behindMs > LONG_LAG_MS) return { tone: 'warn', text: `${age(behindMs)} behind` }
  if (training.state === 'elsewhere') return { tone: 'good', text: 'trained elsewhere' }
  return { tone: 'good', text: 'learning' }
}
