import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { DefaultTheme } from 'vitepress'

type Entry = readonly [title: string, path: string]

const start: Entry[] = [
  ['Get started', 'get-started'],
  ['Coming from River', 'coming-from-river'],
  ['All classes', 'classes'],
]
const live: Entry[] = [
  ['What they are', 'live/index'],
  ['A forest that follows', 'live/forest'],
  ['Clusters that move', 'live/dbstream'],
  ['A change is noticed', 'live/adwin'],
  ['Metrics that fill', 'live/metrics'],
]
const guides: Entry[] = [
  ['Pipelines', 'guides/pipelines'],
  ['Metrics and honest evaluation', 'guides/evaluation'],
  ['Drift', 'guides/drift'],
  ['Imbalanced data', 'guides/imbalanced'],
  ['Clustering streams', 'guides/clustering'],
  ['Text', 'guides/text-classifier'],
  ['Saving models', 'guides/saving-models'],
  ['Kafka, exactly once', 'guides/kafka'],
  ['MLflow', 'guides/mlflow'],
  ['Serving', 'guides/serving'],
  ['Browser and edge', 'guides/browser'],
  ['Writing your own learner', 'guides/own-learner'],
]
const recipes: Entry[] = [
  ['Fraud', 'recipes/fraud'],
  ['Arrival times', 'recipes/arrival'],
  ['Shop visitors', 'recipes/shop'],
  ['Product titles', 'recipes/text'],
]
const facts: Entry[] = [
  ['Benchmarks', 'benchmarks'],
  ['Architecture', 'architecture'],
  ['What survives', 'reliability'],
  ['Forests over threads', 'parallel-forests'],
  ['Long runs', 'long-runs'],
  ['These pages, measured', 'quality'],
]

export const sidebar: DefaultTheme.SidebarItem[] = [
  group('Start', start),
  group('Live', live),
  group('Guides', guides),
  group('Recipes', recipes),
  group('Facts', facts),
].filter(({ items }) => items!.length > 0)

export const nav: DefaultTheme.NavItem[] = [
  { text: 'Get started', link: '/get-started' },
  { text: 'Live', link: '/live/', activeMatch: '^/live/' },
  // Another site within this one: a whole page is loaded, by its file.
  { text: 'API', link: '/api/index.html', target: '_self' },
]

/** The pages that are there. */
function group(text: string, entries: Entry[]): DefaultTheme.SidebarItem {
  const here = entries.filter(([, path]) =>
    existsSync(fileURLToPath(new URL(`../${path}.md`, import.meta.url))),
  )
  const items = here.map(([title, path]) => ({
    text: title,
    link: `/${path.replace(/index$/, '')}`,
  }))
  return { text, items }
}
