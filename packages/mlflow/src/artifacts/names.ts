import { InvalidInputError } from '@coelho/core'

const LONGEST_STEP = 255
const LONGEST = 1024
const WINDOWS = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i

/**
 * The steps of an artifact's path: names with `/` between them, none of which leads anywhere else
 * than down, whatever decodes, normalises or splits them after us. An error for any other.
 *
 * @example
 * artifactSteps('plots/F1.svg') // => ['plots', 'F1.svg']
 */
export function artifactSteps(path: string): string[] {
  const wrong = wrongIn(path)
  if (wrong === undefined) return path.split('/')
  throw new InvalidInputError('MLflow', `the path of an artifact ${wrong}`, path)
}

/** The same for a folder; the empty path is the run's root. */
export function folderSteps(path: string): string[] {
  return path === '' ? [] : artifactSteps(path)
}

/** What is wrong with a path, or `undefined`. */
function wrongIn(path: unknown): string | undefined {
  if (typeof path !== 'string' || path === '') return 'must be text'
  if (path.length > LONGEST) return `is longer than ${LONGEST} characters`
  if (/\p{Surrogate}/u.test(path)) return 'must be Unicode text'
  for (let text = path, last = ''; text !== last; ) {
    const wrong = text.split('/').map(wrongStep).find(Boolean)
    if (wrong) return wrong
    last = text
    text = decoded(text.normalize('NFKC'))
  }
  return undefined
}

function wrongStep(step: string): string | undefined {
  if (step === '') return 'must not have empty names, nor begin or end with "/"'
  if (/^\.+$/.test(step)) return 'must not have names that are dots only'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\x00-\x1f\x7f\\:#?*"<>|\u2028\u2029]/.test(step)) {
    return 'must not have control characters, nor any of \\ : # ? * " < > |'
  }
  if (/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(step)) {
    return 'must not have signs that turn the direction of writing'
  }
  if (/^\s|[\s.]$/.test(step)) return 'must not have names that begin or end with a space or a dot'
  if (WINDOWS.test(step)) return 'must not have names that are devices'
  return Buffer.byteLength(step) > LONGEST_STEP ? 'has a name that is too long' : undefined
}

/** One round of decoding; what cannot be decoded is taken as it is. */
function decoded(text: string): string {
  return text.replace(/(%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run)
    } catch {
      return Buffer.from(run.replaceAll('%', ''), 'hex').toString('latin1')
    }
  })
}

/** The steps as a path of an address. */
export function encodeSteps(steps: readonly string[]): string {
  return steps.map(encodeURIComponent).join('/')
}
