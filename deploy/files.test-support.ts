// What is in this folder, read for tests.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

const here = fileURLToPath(new URL('.', import.meta.url))

export function pathOf(file: string): string {
  return join(here, file)
}

export function textOf(file: string): string {
  return readFileSync(pathOf(file), 'utf8')
}

/** All files, by their paths from this folder; but for what a user adds, such as `.env`. */
export function allFiles(): string[] {
  return readdirSync(here, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== '.env')
    .map((entry) => relative(here, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
}

export interface Service {
  readonly image?: string
  readonly build?: unknown
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string | number>>
  readonly ports?: readonly string[]
  readonly volumes?: readonly string[]
  readonly depends_on?: readonly string[] | Readonly<Record<string, { condition: string }>>
  readonly healthcheck?: { readonly disable?: boolean; readonly test?: readonly string[] }
}

/** The services of compose.yaml, with what they share merged into each. */
export function composeServices(): [name: string, service: Service][] {
  return Object.entries(parse(textOf('compose.yaml'), { merge: true }).services)
}

export interface AlertRule {
  readonly alert: string
  readonly expr: string
}

export function alertRules(): AlertRule[] {
  const { groups } = parse(textOf('prometheus/alerts.yml'))
  return groups.flatMap(({ rules }: { rules: AlertRule[] }) => rules)
}

export interface Panel {
  readonly id: number
  readonly title: string
  readonly gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>
  readonly datasource?: { readonly uid: string }
  readonly targets?: readonly { readonly expr: string }[]
}

export interface Dashboard {
  readonly panels: readonly Panel[]
  readonly annotations: { readonly list: readonly { readonly expr: string }[] }
  readonly templating: { readonly list: readonly { readonly definition?: string }[] }
}

export function dashboard(): Dashboard {
  return JSON.parse(textOf('grafana/coelho.json'))
}
