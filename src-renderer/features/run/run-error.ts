import type { ErrorEnvelope } from '../../../src-main/contract/errors.ts'
import type { RunDetail } from '../../../src-main/contract/types.ts'
import { adviceFor } from '../../ui/advice.ts'

/** Whether it trains on as soon as there is space on the disk, without anybody asking. */
export const waitsForSpace = ({ status, error }: Pick<RunDetail, 'status' | 'error'>): boolean =>
  status === 'paused' && error?.code === 'storage/disk-full'

/** What a run says is wrong, with what happens next. */
export function runError(run: Pick<RunDetail, 'status' | 'error'>): ErrorEnvelope | null {
  if (!run.error || !waitsForSpace(run)) return run.error
  return { ...run.error, hint: `${adviceFor(run.error)} It continues by itself when there is space.` }
}
