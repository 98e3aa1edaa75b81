import { InvalidInputError } from '@coelho/core'
import { artifactSteps } from '../artifacts/names.js'

/** Where a model is to be found. */
export type ModelAddress =
  | { readonly kind: 'version'; readonly name: string; readonly version: string }
  | { readonly kind: 'alias'; readonly name: string; readonly alias: string }
  | { readonly kind: 'run'; readonly runId: string; readonly path: string }

/** `models:/name@alias`, `models:/name/version`, `runs:/id/path`; an error for any other. */
export function parseModelUri(uri: string): ModelAddress {
  const [, scheme, rest = ''] = /^(models|runs):\/([^/][\s\S]*)$/.exec(uri) ?? []
  if (scheme === 'runs') {
    const [, runId, path] = /^([A-Za-z0-9_-]{1,64})\/([\s\S]+)$/.exec(rest) ?? []
    if (runId && path) return { kind: 'run', runId, path: artifactSteps(path).join('/') }
  }
  if (scheme === 'models') {
    const [, name, version] = /^([^/]+)\/([1-9][0-9]{0,9})$/.exec(rest) ?? []
    if (isModelName(name) && version) return { kind: 'version', name, version }
    const [, named, alias] = /^([^@]+)@([\w.-]{1,255})$/.exec(rest) ?? []
    if (isModelName(named) && alias) return { kind: 'alias', name: named, alias }
  }
  const expected = 'must be models:/name@alias, models:/name/version or runs:/id/path'
  throw new InvalidInputError('loadModel', expected, uri)
}

/** Whether a model of this name can be registered, and addressed by `models:/…` later. */
export function isModelName(name: unknown): name is string {
  // Servers make folders of names: none may be one that is there already.
  return typeof name === 'string' && /^[^/:@]{1,250}$/.test(name) && !/^\.\.?$/.test(name)
}
