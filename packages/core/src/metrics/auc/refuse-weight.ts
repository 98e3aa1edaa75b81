import { InvalidOptionError } from '../../errors.js'

/** A window counts predictions, all alike: a weight other than 1 would be ignored. */
export function refuseWeight({ who }: { readonly who: string }, options: object | undefined): void {
  const { w } = (options ?? {}) as { readonly w?: unknown }
  if (w === undefined || w === 1) return
  throw new InvalidOptionError(who, 'w', 'must be 1: predictions in the window all count alike', w)
}
