import type { Brand, Locale, Me } from '@visavis/client'

/** Whether somebody of a team works for a brand; without a team, whoever is there answers. */
export function isAnswered(teamId: string | null, { id }: Pick<Brand, 'id'>, me: Pick<Me, 'teams' | 'agents'> | null): boolean {
  const team = me?.teams.find((known) => known.id === teamId)
  if (!team) return true
  const works = ({ role, brand_ids }: Me['agents'][number]) => role === 'owner' || role === 'admin' || brand_ids.includes(id)
  return (me?.agents ?? []).some((agent) => team.agent_ids.includes(agent.id) && !agent.disabled && works(agent))
}

export const otherLocale = (locale: Locale): Locale => (locale === 'fr' ? 'en' : 'fr')
