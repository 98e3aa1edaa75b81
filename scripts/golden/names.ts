/** `predict_proba_one` → `predictProbaOne`. */
export function camelCase(name: string): string {
  return name.replace(/_+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/** The export that stands for River's `drift.binary.DDM`. Throws if there is none. */
export function exported(library: object, riverName: string): unknown {
  let found: unknown = library
  for (const part of riverName.split('.')) {
    const name = /^[A-Z]/.test(part) ? part : camelCase(part) // classes keep their names
    found = Object(found)[name]
    if (found === undefined) throw new Error(`${riverName} is not exported`)
  }
  return found
}
