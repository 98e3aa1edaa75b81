import {
  type Frame,
  InvalidInputError,
  InvalidLabelError,
  InvalidOptionError,
  type LearnManyOptions,
} from '@coelho/core'

/** The weights of a batch, checked with everything else about it but the labels. */
export function checkBatch(
  who: string,
  frame: Frame,
  y: ArrayLike<unknown>,
  options: LearnManyOptions | undefined,
): ArrayLike<number> | undefined {
  if (!(frame?.values instanceof Float64Array)) {
    throw new InvalidInputError(who, 'many events must come in a Frame', frame)
  }
  if (y?.length !== frame.length) {
    throw new InvalidInputError(who, `${frame.length} rows need as many labels`, y?.length)
  }
  const w = options?.w
  const weights = typeof w === 'number' ? new Float64Array(frame.length).fill(w) : w
  if (weights && weights.length !== frame.length) {
    throw new InvalidInputError(who, `${frame.length} rows need as many weights`, weights.length)
  }
  for (let i = 0; weights && i < weights.length; i++) {
    if (Number.isFinite(weights[i]) && weights[i] >= 0) continue
    throw new InvalidOptionError(who, 'w', 'must be a finite number of at least 0', weights[i])
  }
  return weights
}

/** The targets of a batch, checked. */
export function checkTargets(who: string, y: ArrayLike<number>): void {
  for (let i = 0; i < y.length; i++) {
    if (!Number.isFinite(y[i])) throw new InvalidLabelError(who, 'must be a finite number', y[i])
  }
}
