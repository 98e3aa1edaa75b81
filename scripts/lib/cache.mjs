import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run.mjs'

/** Where programs are kept that were fetched or built: COELHO_CACHE moves it. */
export const tools = join(process.env.COELHO_CACHE ?? join(root, '.cache'), 'tools')

/**
 * A folder of `tools`, filled by `make` unless it is there. It is made beside its place: what is
 * there is whole.
 *
 * @param {string} name
 * @param {(folder: string) => Promise<void>} make
 * @returns {Promise<string>} Its path.
 */
export async function cached(name, make) {
  const folder = join(tools, name)
  if (existsSync(folder)) return folder
  const making = `${folder}.${randomUUID()}`
  mkdirSync(making, { recursive: true })
  try {
    await make(making)
    renameSync(making, folder)
  } catch (error) {
    rmSync(making, { recursive: true, force: true })
    if (!existsSync(folder)) throw error // else another process was faster
  }
  return folder
}
