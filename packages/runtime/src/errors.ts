import { CoelhoError, type Received } from '@coelho/core'

/** What a process that trains ends with, so that what restarts it knows what happened. */
export const exitCodes = {
  stopped: 0,
  store: 10,
  broker: 11,
  offsets: 12,
  corrupt: 13,
  data: 14,
  bug: 20,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The base of the runtime's errors: each says what the process should end with. */
export abstract class RuntimeError extends CoelhoError {
  abstract readonly exitCode: ExitCode

  constructor(who: string, expected: string, ...received: Received) {
    super(message(who, expected, received), { who, expected, received: received[0] })
  }
}

function message(who: string, expected: string, received: Received): string {
  return received.length === 0
    ? `${who}: ${expected}.`
    : `${who}: ${expected}, got ${show(received[0])}.`
}

function show(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}

/** What was said by whatever was thrown, an error or not. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The store cannot be reached, is full, or does not keep what it promises. */
export class StoreError extends RuntimeError {
  readonly exitCode: 10 = exitCodes.store
}

/** Another writer owns the project now: what was learned since its claim is not to be saved. */
export class FencedError extends RuntimeError {
  readonly exitCode: 0 = exitCodes.stopped
}

/** No checkpoint that is there can be trusted. Never a reason to start afresh by oneself. */
export class CorruptCheckpointError extends RuntimeError {
  readonly exitCode: 13 = exitCodes.corrupt
}

/** Positions and the log do not fit: records are gone, or the log is another one. */
export class OffsetError extends RuntimeError {
  readonly exitCode: 12 = exitCodes.offsets
}

/** Too many events that cannot be used. */
export class DataLimitError extends RuntimeError {
  readonly exitCode: 14 = exitCodes.data
}

/** The source of events cannot be reached. */
export class SourceError extends RuntimeError {
  readonly exitCode: 11 = exitCodes.broker
}
