import { isCount, isRecord } from '@coelho/runtime'
import type { RunStatus, Tags } from '../client/entities.js'

/** A file to be sent: what it is called in MLflow, and what its bytes are called here. */
export interface SentFile {
  readonly path: string
  readonly blob: string
}

/** Something to be done in MLflow. Each may be done twice and is done once by that. */
export type Op =
  | {
      readonly kind: 'begin'
      /** Names the run for ever, here and there. */
      readonly run: string
      readonly project: string
      readonly experiment: string
      readonly name: string
      readonly startTime: number
      readonly params: Tags
      readonly tags: Tags
      /** The metric by which the best run is found, and whether more of it is better. */
      readonly bestBy: string
      readonly isMoreBetter: boolean
    }
  | {
      readonly kind: 'points'
      readonly run: string
      readonly step: number
      readonly timestamp: number
      /** Of the checkpoint that holds what was learned by then. */
      readonly generation: number
      readonly values: readonly (readonly [key: string, value: number])[]
    }
  | { readonly kind: 'tags'; readonly run: string; readonly tags: Tags }
  | { readonly kind: 'files'; readonly run: string; readonly files: readonly SentFile[] }
  | {
      readonly kind: 'version'
      readonly run: string
      readonly model: string
      /** Below the run's artifacts, and of this version alone. */
      readonly folder: string
      readonly files: readonly SentFile[]
      readonly tags: Tags
      /** What it is judged by; null where that is not known. */
      readonly value: number | null
      /** It is the champion then: for certain, unless it is worse, or where there is none. */
      readonly when: 'always' | 'unless worse' | 'if none'
    }
  | {
      readonly kind: 'end'
      readonly run: string
      readonly status: RunStatus
      readonly endTime: number
    }

export type OpOf<Kind extends Op['kind']> = Extract<Op, { kind: Kind }>

/** A line of a journal: something to do, or that all up to a number was done. */
export type Line = { readonly n: number; readonly op: Op } | { readonly ack: number }

export function printLine(line: Line): string {
  return `${JSON.stringify(line)}\n`
}

/** What a line says, or `undefined` where it is torn, or none. */
export function parseLine(text: string): Line | undefined {
  let line: unknown
  try {
    line = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isRecord(line)) return undefined
  if (isCount(line['ack'])) return { ack: line['ack'] }
  const { n, op } = line
  return isCount(n) && isRecord(op) && isOp(op) ? { n, op: op as unknown as Op } : undefined
}

type Check = (value: unknown) => boolean

const FIELDS: Readonly<Record<Op['kind'], Readonly<Record<string, Check>>>> = {
  begin: {
    ...{ run: isText, project: isText, experiment: isText, name: isText, startTime: isCount },
    ...{ params: areTexts, tags: areTexts, bestBy: isText, isMoreBetter: isFlag },
  },
  points: {
    ...{ run: isText, step: isCount, timestamp: isCount, generation: isCount },
    values: areValues,
  },
  tags: { run: isText, tags: areTexts },
  files: { run: isText, files: areFiles },
  version: {
    ...{ run: isText, model: isText, folder: isText, files: areFiles, tags: areTexts },
    value: (value) => value === null || typeof value === 'number',
    when: (value) => ['always', 'unless worse', 'if none'].includes(value as string),
  },
  end: { run: isText, status: isText, endTime: isCount },
}

function isOp(op: Record<string, unknown>): boolean {
  const kind = op['kind'] as string
  if (!Object.hasOwn(FIELDS, kind)) return false
  return Object.entries(FIELDS[kind as Op['kind']]).every(([name, check]) => check(op[name]))
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

function isFlag(value: unknown): boolean {
  return typeof value === 'boolean'
}

function areTexts(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every(isText)
}

function areValues(value: unknown): boolean {
  if (!Array.isArray(value)) return false
  return value.every((one) => {
    return Array.isArray(one) && one.length === 2 && isText(one[0]) && typeof one[1] === 'number'
  })
}

function areFiles(value: unknown): boolean {
  if (!Array.isArray(value)) return false
  // A blob is a file of ours: never a path.
  const isBlob = (blob: unknown) => typeof blob === 'string' && /^[0-9a-f]{64}$/.test(blob)
  return value.every((one) => isRecord(one) && isText(one['path']) && isBlob(one['blob']))
}
