import { Refused } from '../problem.js'
import type { Identity, Keyring, Role } from './keyring.js'

/** Who may ask for a route: everybody, whoever has a token, or who has the role. */
export type Access = 'public' | 'any' | Role

/** Throws unless it is allowed. What is on no route is known only to who has a token. */
export function authorise(
  keyring: Keyring,
  access: Access,
  authorization: string | undefined,
): Identity | null {
  if (access === 'public' || keyring.isOpen) return null
  const identity = keyring.identify(authorization)
  if (identity === null) {
    throw new Refused('unauthorized', 'Send the header `Authorization: Bearer <token>`.')
  }
  if (access === 'any' || isAllowed(identity.roles, access)) return identity
  throw new Refused('forbidden', `This needs a token with the role ${access}.`)
}

function isAllowed(roles: readonly Role[], role: Role): boolean {
  return roles.includes(role) || roles.includes('admin')
}
