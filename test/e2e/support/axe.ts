import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

interface Part {
  /** Selector of what alone is looked at. */
  readonly within?: string
  /** The rules that are asked; without them all. */
  readonly rules?: readonly string[]
}

/** A theme changes colours and nothing else. */
export const COLOURS = { rules: ['color-contrast', 'link-in-text-block'] } satisfies Part

/** What axe finds wrong with a page, and where. */
export async function violations(page: Page, { within, rules }: Part = {}): Promise<string[]> {
  // All of the page is of one origin: it takes no page of axe's own to put the parts together.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
  if (within) axe.include(within)
  if (rules) axe.withRules([...rules])
  const { violations: found } = await axe.analyze()
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}
