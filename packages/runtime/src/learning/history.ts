import { SnapshotError } from '@coelho/core'
import { isCount } from '../is-count.js'
import type { DriftNote, LearningEvent, Takeover } from './learning-event.js'

/** So many of each kind are kept. */
const MOST = 200

/**
 * What has happened, the oldest first: the last changes of champion, and the last drifts.
 *
 * @example
 * const history = new History()
 * const at = { event: 7, time: 0 }
 * history.add({ kind: 'drift', signal: 'error', feature: undefined, change: 'rose', ...at })
 * history.drifts[0].event // => 7
 */
export class History {
  static readonly id: string = 'runtime.History'
  static readonly state: readonly string[] = ['takeovers', 'drifts']

  readonly takeovers: readonly Takeover[] = []
  readonly drifts: readonly DriftNote[] = []

  /** Warnings are not kept. */
  add(event: LearningEvent): void {
    if (event.kind === 'warning') return
    const list = (event.kind === 'takeover' ? this.takeovers : this.drifts) as LearningEvent[]
    list.push(event)
    if (list.length > MOST) list.shift()
  }

  checkState(): void {
    const { takeovers, drifts } = this
    const isBounded = takeovers.length <= MOST && drifts.length <= MOST
    if (isBounded && isAll(takeovers, TAKEOVER) && isAll(drifts, DRIFT)) return
    throw new SnapshotError(`${History.id} holds at most ${MOST} drifts and takeovers`)
  }
}

/** What a field holds: something of a kind, or one of these values. */
type Field = 'text' | 'count' | 'time' | 'value' | readonly unknown[]

const TAKEOVER: Readonly<Record<keyof Takeover, Field>> = {
  kind: ['takeover'],
  how: ['promoted', 'retrained'],
  why: ['manual', 'better', 'drift'],
  from: 'text',
  to: 'text',
  fromValue: 'value',
  toValue: 'value',
  relearned: 'count',
  event: 'count',
  time: 'time',
}

const DRIFT: Readonly<Record<keyof DriftNote, Field>> = {
  kind: ['drift'],
  signal: ['error', 'feature'],
  feature: 'value',
  change: ['rose', 'fell', undefined],
  event: 'count',
  time: 'time',
}

function isAll(list: readonly unknown[], fields: Readonly<Record<string, Field>>): boolean {
  return list.every((value) => fits(value, fields))
}

function fits(value: unknown, fields: Readonly<Record<string, Field>>): boolean {
  if (typeof value !== 'object' || value === null) return false
  const names = Object.keys(fields)
  const isWhole = Object.keys(value).sort().join() === [...names].sort().join()
  const given = value as Readonly<Record<string, unknown>>
  return isWhole && names.every((name) => isRight(given[name], fields[name]!))
}

function isRight(value: unknown, field: Field): boolean {
  if (field === 'text') return typeof value === 'string'
  if (field === 'time') return Number.isFinite(value)
  if (field === 'count') return isCount(value)
  if (field === 'value') return ['number', 'string', 'undefined'].includes(typeof value)
  return field.includes(value)
}
