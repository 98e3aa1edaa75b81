/** More than a schema has features: a slot, or a field, and a field make one whole number. */
const FIELDS = 2 ** 24

export function fieldKey(one: number, field: number): number {
  return one * FIELDS + field
}

/** True for the key of one of `ones` and one of `fields`. */
export function isFieldKey(key: number, ones: number, fields: number): boolean {
  return key < ones * FIELDS && key % FIELDS < fields
}
