/** Bytes in memory as a `Uint8Array`, not copied; `undefined` for anything else. */
export function asBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
  }
  // by its name: a buffer from another realm is no instance of this one's
  const name = Object.prototype.toString.call(value)
  if (name !== '[object ArrayBuffer]' && name !== '[object SharedArrayBuffer]') return undefined
  return new Uint8Array(value as ArrayBufferLike)
}
