export interface Route {
  /** The project that is looked at; undefined for the overview. */
  readonly model: string | undefined
  /** The part of its page. */
  readonly section: string | undefined
}

/** `#/fraud/versions`, with names encoded. What cannot be read is the overview. */
export function parseRoute(hash: string): Route {
  const [model, section] = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decode)
  return { model: model || undefined, section: section || undefined }
}

export function linkTo(model?: string, section?: string): string {
  const parts = [model, section].filter((part) => part !== undefined)
  return `#/${parts.map(encodeURIComponent).join('/')}`
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}
