import type { CommandArguments } from '../../../contract/contract.ts'
import { GlassboxError } from '../../../contract/errors.ts'
import type { ComparedWithFirst } from '../../../contract/types.ts'
import type { Evaluations } from './evaluations.ts'

/** The first of some runs beside each other one on the same examples. What cannot be compared is said, not thrown. */
export async function compareWithFirst(
  { ids: [first = '', ...others], limit }: CommandArguments<'runs/compare-with-first'>,
  evaluations: Evaluations,
): Promise<ComparedWithFirst[]> {
  const compared: ComparedWithFirst[] = []
  const best = (runId: string) => ({ runId, checkpoint: 'best' as const })
  for (const b of others)
    try {
      const answers = await evaluations.compare({ a: best(first), b: best(b), offset: 0, limit })
      compared.push({ b, answers, reason: null })
    } catch (caught) {
      if (!(caught instanceof GlassboxError)) throw caught
      compared.push({ b, answers: null, reason: caught.message })
    }
  return compared
}
