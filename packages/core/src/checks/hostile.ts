/** Names that are harmless in a Map, and do harm where an object serves as a dictionary. */
export const HOSTILE_NAMES: readonly string[] = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '',
  '\u0000',
]

/** Longer than any name should be. */
export const LONG_NAME_LENGTH: number = 5000
