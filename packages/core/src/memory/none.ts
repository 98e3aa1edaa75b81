/** What a table starts with: shared, since an array without room can never be written to. */
export const NO_FLOATS: Float64Array = /* @__PURE__ */ new Float64Array(0)
export const NO_INTS: Int32Array = /* @__PURE__ */ new Int32Array(0)
export const NO_BYTES: Uint8Array = /* @__PURE__ */ new Uint8Array(0)
