import { join } from 'node:path'

export const bench = import.meta.dirname
export const root = join(bench, '..')
export const results = join(bench, 'results')

/** Everything that is fetched or made; safe to delete. */
export const cache = join(bench, '.cache')
export const streams = join(cache, 'streams')
export const venv = join(cache, 'venv')
export const moa = join(cache, 'moa')
