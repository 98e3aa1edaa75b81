import type { Sample } from '#api'
import { recentKey, totalKey } from '../series/history.js'
import type { Line } from './plot.js'

export interface NamedLine extends Line {
  readonly name: string
}

const COLOURS = ['--c1', '--c2', '--c3', '--c4', '--c5']
const DASHES = [
  [7, 3],
  [2, 3],
  [9, 3, 2, 3],
]

/** All metrics there are values of, the one that models are chosen by first. */
export function metricsOf(sample: Sample | undefined, first: string): string[] {
  const names = Object.values(sample?.metrics ?? {}).flatMap((metrics) => Object.keys(metrics))
  return [...new Set([first, ...names, ...Object.keys(sample?.recent ?? {})])]
}

/**
 * The champion of late and in all, and each challenger in all. Colours go by the contestants'
 * order, which a takeover does not change; dashes tell them apart without colours.
 */
export function linesOf(
  contestants: readonly string[],
  champion: string | null,
  metric: string,
): NamedLine[] {
  const lately = `${champion ?? 'champion'}, lately`
  const recent = { name: lately, key: recentKey(metric), colour: '--c0', dash: [], width: 2 }
  const totals = [...contestants].sort().map((name, i) => ({
    name: `${name}, in all`,
    key: totalKey(name, metric),
    colour: name === champion ? '--c0' : COLOURS[i % COLOURS.length]!,
    dash: name === champion ? [4, 3] : DASHES[i % DASHES.length]!,
    width: 1.6,
    isChampion: name === champion,
  }))
  const ordered = totals.sort((a, b) => Number(b.isChampion) - Number(a.isChampion))
  return [recent, ...ordered.map(({ isChampion: _, ...line }) => line)]
}
