import type { LearningEvent } from '@coelho/runtime'

export function grouped(number: number): string {
  return Math.round(number).toLocaleString('en-US')
}

/** Three digits are enough to see where a metric goes. */
export function short(value: number | null | undefined): string {
  if (value === null || value === undefined) return '-'
  return Math.abs(value) >= 100 ? grouped(value) : value.toFixed(3)
}

/** A value as a person would write it, in a message. */
export function shown(value: unknown): string {
  if (typeof value === 'function') return `the function ${value.name || '(anonymous)'}`
  const text = typeof value === 'object' && value !== null ? kindOf(value) : JSON.stringify(value)
  return String(text).slice(0, 80)
}

function kindOf(value: object): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  const name = value.constructor?.name
  return name === undefined || name === 'Object' ? 'an object' : `an object of ${name}`
}

/** `drift at event 20,120: the error rose`, `bayes took over at event 5,000 (better)`. */
export function newsText(news: LearningEvent): string {
  const at = `at event ${grouped(news.event)}`
  if (news.kind === 'takeover') {
    const { how, to, why } = news
    return how === 'promoted' ? `${to} took over ${at} (${why})` : `${to} began anew ${at} (${why})`
  }
  const { kind, signal, feature, change } = news
  const what = signal === 'error' ? 'the error' : `the feature ${feature}`
  return `${kind} ${at}: ${what} ${change ?? 'changed'}`
}
