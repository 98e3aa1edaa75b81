import { isRecord } from '@coelho/runtime'
import { MlflowError } from '../errors.js'

/**
 * An object of an answer, field by field. What is not as MLflow documents it is an error; fields
 * that are not known are passed over, so that servers of a later release can be read.
 */
export class Answer {
  private readonly fields: Readonly<Record<string, unknown>>
  private readonly doing: string

  constructor(value: unknown, doing: string) {
    if (!isRecord(value)) {
      throw new MlflowError(doing, 'NOT_MLFLOW', 'an object was to come', 200)
    }
    this.fields = value
    this.doing = doing
  }

  static parse(text: string, doing: string): Answer {
    let value: unknown
    try {
      value = JSON.parse(text === '' ? '{}' : text)
    } catch {
      const shown = text.replace(/[^ -~]+/g, ' ').slice(0, 100)
      throw new MlflowError(doing, 'NOT_MLFLOW', `JSON was to come, and "${shown}" did`, 200)
    }
    return new Answer(value, doing)
  }

  text(name: string): string {
    return this.maybeText(name) ?? this.refuse(name, 'text')
  }

  /** Numbers too: MLflow has a type for neither versions nor ids. */
  maybeText(name: string): string | undefined {
    const value = this.get(name)
    if (typeof value === 'number') return String(value)
    return value === undefined || typeof value === 'string' ? value : this.refuse(name, 'text')
  }

  number(name: string): number {
    return this.maybeNumber(name) ?? this.refuse(name, 'number')
  }

  /** Also as text: that is how JSON has numbers of 64 bits, NaN and the infinities. */
  maybeNumber(name: string): number | undefined {
    const value = this.get(name)
    if (value === undefined || typeof value === 'number') return value
    if (typeof value !== 'string') return this.refuse(name, 'number')
    const number = value.trim() === '' ? Number.NaN : Number(value)
    return Number.isNaN(number) && value !== 'NaN' ? this.refuse(name, 'number') : number
  }

  isTrue(name: string): boolean {
    return this.get(name) === true
  }

  part(name: string): Answer {
    return this.maybePart(name) ?? this.refuse(name, 'object')
  }

  maybePart(name: string): Answer | undefined {
    const value = this.get(name)
    return value === undefined ? undefined : new Answer(value, this.doing)
  }

  /** Empty where there is none: MLflow leaves empty lists out. */
  list(name: string): Answer[] {
    const value = this.get(name) ?? []
    if (!Array.isArray(value)) return this.refuse(name, 'list')
    return value.map((one) => new Answer(one, this.doing))
  }

  texts(name: string): string[] {
    const value = this.get(name) ?? []
    const areTexts = Array.isArray(value) && value.every((one) => typeof one === 'string')
    return areTexts ? value : this.refuse(name, 'list of texts')
  }

  /** A list of `{ key, value }`. */
  pairs(name: string): Record<string, string> {
    const entries = this.list(name).map((one) => [one.text('key'), one.maybeText('value') ?? ''])
    return Object.fromEntries(entries) as Record<string, string>
  }

  private get(name: string): unknown {
    return Object.hasOwn(this.fields, name) ? (this.fields[name] ?? undefined) : undefined
  }

  private refuse(name: string, kind: string): never {
    const text = `a ${kind} "${name}" was to come, and did not`
    throw new MlflowError(this.doing, 'NOT_MLFLOW', text, 200)
  }
}
