import type { Marker } from '#api'
import { compact, measure, NONE } from './numbers.js'

/** `One` or many: `1 drift`, `2 drifts`. */
export function many(value: number, one: string, more = `${one}s`): string {
  return `${value.toLocaleString('en')} ${value === 1 ? one : more}`
}

/** A version as people call it. */
export const versionName = (version: number): string => `v${version}`

/** As much of a hash as tells two apart. */
export const shortHash = (sha256: string): string => sha256.slice(0, 8)

/** What a label, a prediction or a feature's value looks like. */
export function plainText(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : decimals(value)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function decimals(value: number): string {
  const size = Math.abs(value)
  if (size >= 1000) return value.toFixed(1)
  return String(Number(value.toPrecision(5)))
}

/** A command that asks the same: quoted for a POSIX shell, whatever the text holds. */
export function curl(url: string, body: string, needsToken: boolean): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
  const token = needsToken ? ` \\\n  -H "authorization: Bearer $COELHO_TOKEN"` : ''
  const type = ` \\\n  -H 'content-type: application/json'`
  return `curl -sS ${quoted(url)}${token}${type} \\\n  -d ${quoted(body)}`
}

/** What a marker's text leaves open: which feature, who took over from whom. */
export function markerDetail({ text, feature, from, to }: Marker): string {
  const parts = feature && !text.includes(feature) ? [feature] : []
  if (from && to) parts.push(`${from} → ${to}`)
  return parts.join(' · ')
}

type ProfilePart = number | Readonly<Record<string, number>> | null | undefined

/** The mean of a number, or the three texts that came most often. */
export function profileText(part: ProfilePart): string {
  if (part === null || part === undefined) return NONE
  if (typeof part === 'number') return measure(part)
  const counted = Object.entries(part).sort(([, a], [, b]) => b - a)
  const shown = counted.slice(0, 3).map(([text, times]) => `${text} ${compact(times)}`)
  return shown.length === 0 ? NONE : shown.join(', ')
}
