import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** A user's name and password, as far as they are known. */
export interface Credentials {
  readonly username: string | undefined
  readonly password: string | undefined
}

const NOBODY: Credentials = { username: undefined, password: undefined }

/** Who `~/.mlflow/credentials` says one is: the file that `mlflow` itself reads. */
export function credentialsOfHome(home: string = homedir()): Credentials {
  try {
    return parseCredentials(readFileSync(join(home, '.mlflow', 'credentials'), 'utf8'))
  } catch {
    return NOBODY // what is wrong with a file of secrets is nobody's who reads a log
  }
}

/**
 * The name and the password in such a file: the section `[mlflow]` of what Python's configparser
 * reads. Other sections count only by `[DEFAULT]`, keys are of any case.
 */
export function parseCredentials(text: string): Credentials {
  const sections = new Map<string, Map<string, string>>()
  let values = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*([#;]|$)/.test(line)) continue
    const title = /^\s*\[([^\]]+)\]/.exec(line)?.[1]
    if (title !== undefined) {
      values = sections.get(title) ?? new Map()
      sections.set(title, values)
      continue
    }
    const at = line.search(/[=:]/)
    if (at > 0) values.set(line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim())
  }
  if (!sections.has('mlflow')) return NOBODY
  const find = (key: string) =>
    sections.get('mlflow')?.get(key) ?? sections.get('DEFAULT')?.get(key)
  return {
    username: find('mlflow_tracking_username'),
    password: find('mlflow_tracking_password'),
  }
}
