import type { Role } from '@visavis/client'
import { m } from '../paraglide/messages.js'

export const ROLES: readonly Role[] = ['agent', 'supervisor', 'admin', 'owner']

export function roleName(role: Role): string {
  return { owner: m.role_owner, admin: m.role_admin, supervisor: m.role_supervisor, agent: m.role_agent }[role]()
}

/** The roles that an agent may give: up to his own. */
export function rolesUpTo(role: Role): Role[] {
  return ROLES.slice(0, ROLES.indexOf(role) + 1)
}
