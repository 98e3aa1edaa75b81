import {
  type Features,
  Frame,
  InvalidFeatureError,
  InvalidInputError,
  type Row,
  Schema,
} from '@coelho/core'

/** The feature a text becomes where events are texts. */
export const TEXT = 'text'

/** The text of an event as it was given; undefined where it is missing. */
export function textOf(who: string, on: string | null, x: Features | string): string | undefined {
  if (typeof x === 'string') {
    if (on === null) return x
    throw new InvalidInputError(who, `an event must be an object with the text in "${on}"`, x)
  }
  if (typeof x !== 'object' || x === null || Symbol.iterator in x) {
    throw new InvalidInputError(who, 'an event must be a text or an object of features', x)
  }
  const name = on ?? TEXT
  const value = Object.hasOwn(x, name) ? x[name] : undefined
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined
  throw new InvalidFeatureError(who, name, 'must be a string', value)
}

/** The text of a row; undefined where it is missing. */
export function textOfRow(
  who: string,
  on: string | null,
  schema: Schema,
  row: Row,
): string | undefined {
  const feature = schema.find(on ?? TEXT)
  const code = feature >= 0 && feature < row.width ? row.values[feature] : Number.NaN
  if (code !== code) return undefined
  const value = schema.category(feature, code)
  if (typeof value === 'string') return value
  throw new InvalidFeatureError(who, on ?? TEXT, 'must be a string', value)
}

/** Texts as a frame; a frame as it is. */
export function frameOf(who: string, texts: Frame | readonly string[]): Frame {
  if (!Array.isArray(texts)) return texts as Frame
  if (texts.every((text) => typeof text === 'string')) {
    const schema = new Schema({ maxCategories: 16_777_216 })
    return Frame.fromColumns({ [TEXT]: texts }, { schema })
  }
  throw new InvalidInputError(who, 'texts must be strings', texts)
}

/** Puts a number for each term into a row, in their order. */
export function putTerms(
  who: string,
  numbers: ReadonlyMap<string, number>,
  output: Schema,
  out: Row,
): void {
  for (const [term, number] of numbers) out.put(output.add(who, term, 'number'), number)
}
