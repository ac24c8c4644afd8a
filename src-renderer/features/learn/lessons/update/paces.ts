import type { Pace } from '../../../../../src-engine/lessons/update/update.ts'

/** What a rate does, from too small to too large. */
export const PACE_WORDS: Readonly<Record<Pace, string>> = {
  slow: 'It comes down on one side, and never gets quite there.',
  exact: 'It is at the bottom in one step.',
  overshoots: 'It jumps over the bottom, each time less far.',
  oscillates: 'It jumps to and fro for ever.',
  diverges: 'It jumps out of the bowl, each time further.',
}
