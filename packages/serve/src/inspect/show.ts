import { newsOf } from '../learned.js'
import { table } from '../table.js'
import { grouped, newsText, short } from '../text.js'
import type { Facts } from './facts.js'

/** So many of the last drifts and changes of champion are shown. */
const MOST_NEWS = 5

/** The same facts for people. */
export function show(facts: Facts): string {
  const parts = [head(facts), counts(facts), contestants(facts), positions(facts), news(facts)]
  return parts.filter((part) => part !== '').join('\n')
}

function head(facts: Facts): string {
  const { project, store, generation, epoch, savedAt, state, writer } = facts
  const lines = [
    `${project}: generation ${generation} in ${store}`,
    `saved   ${savedAt} by ${writer}, owner number ${epoch}`,
    `state   ${state.sha256} (${grouped(state.bytes)} bytes)`,
  ]
  return `${lines.join('\n')}\n`
}

function counts({ counts, waiting }: Facts): string {
  const { events, dead, matched, orphans, givenUp } = counts
  const names = ['events', 'dead', 'late labels', 'labels of no event', 'given up', 'waiting']
  return table([names, [events, dead, matched, orphans, givenUp, waiting].map(grouped)])
}

/** A column for each model: there are few of them, and many metrics. */
function contestants({ contestants, champion }: Facts): string {
  const names = [...new Set(contestants.flatMap(({ metrics }) => Object.keys(metrics)))]
  const isContest = contestants.length > 1
  const rows = [
    ['', ...contestants.map(({ name }) => (isContest && name === champion ? `${name} *` : name))],
    ['judged', ...contestants.map(({ judged }) => grouped(judged))],
    ['learned', ...contestants.map(({ learned }) => grouped(learned))],
    ['refused', ...contestants.map(({ refused }) => grouped(refused))],
    ...names.map((name) => [name, ...contestants.map(({ metrics }) => short(metrics[name]))]),
  ]
  return `${table(rows)}${isContest ? '* its predictions count\n' : ''}`
}

function positions({ positions }: Facts): string {
  if (positions.length === 0) return ''
  const rows = positions.map(({ partition, next }) => [partition, String(next)])
  return table([['partition', 'next'], ...rows])
}

function news({ history }: Facts): string {
  const all = newsOf(history)
  const last = all.slice(-MOST_NEWS).map((one) => `${newsText(one)}\n`)
  const more = all.length - last.length
  return (more > 0 ? `${more} drifts and changes of champion before these:\n` : '') + last.join('')
}
