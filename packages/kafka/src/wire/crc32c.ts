const CASTAGNOLI = 0x82f63b78

let tables: Int32Array | undefined

/** Eight tables, so that eight bytes are taken at once. */
function makeTables(): Int32Array {
  const made = new Int32Array(8 * 256)
  for (let i = 0; i < 256; i++) {
    let value = i
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ CASTAGNOLI : value >>> 1
    made[i] = value
  }
  for (let i = 256; i < made.length; i++) {
    const before = made[i - 256]!
    made[i] = (before >>> 8) ^ made[before & 255]!
  }
  return made
}

/** The checksum of a batch: CRC-32C of what follows it. */
export function crc32c(bytes: Buffer, from: number, to: number): number {
  tables ??= makeTables()
  const t = tables
  let crc = -1
  let at = from
  for (; at + 8 <= to; at += 8) {
    const low =
      crc ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24))
    crc =
      t[1792 + (low & 255)]! ^
      t[1536 + ((low >>> 8) & 255)]! ^
      t[1280 + ((low >>> 16) & 255)]! ^
      t[1024 + (low >>> 24)]! ^
      t[768 + bytes[at + 4]!]! ^
      t[512 + bytes[at + 5]!]! ^
      t[256 + bytes[at + 6]!]! ^
      t[bytes[at + 7]!]!
  }
  for (; at < to; at++) crc = (crc >>> 8) ^ t[(crc ^ bytes[at]!) & 255]!
  return ~crc
}
